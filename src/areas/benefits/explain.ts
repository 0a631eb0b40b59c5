import { sql } from 'kysely'
import { evaluate, type Facts, type Rule, type RuleAnswer, ruleVersion } from '../../engines/rulebook/index.ts'
import { type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { findParameter, type Setting, type Settings } from '../../policy/index.ts'
import { type Basis, basisOf, type Overlap, type Scheme, type SchemeBasis } from './basis.ts'
import { claimedBy } from './claims.ts'
import { type FactsAt, factNames, factsIn, factsJson, readKeptFacts } from './facts.ts'
import { refusals } from './refusals.ts'
import { findRun, type Run, type RunScheme, readSchemes, showMonth } from './runs.ts'
import { dayThatCounts } from './scope.ts'

export type ElderKey = { readonly district: string; readonly id: string }

/** What a scheme comes to for one person, after the rules between schemes. */
export type Line = {
  readonly outcome: string
  readonly amountFen: number | null
  readonly ceilingFen: number | null
  readonly reason: string
}

/** One scheme of one person: recomputed from the facts as known at the run, beside what the run stored. */
export type SchemeExplained = {
  readonly scheme: Scheme
  readonly basis: SchemeBasis
  readonly answer: RuleAnswer
  readonly facts: Facts
  readonly recomputed: Line
  /** Null: the run stored nothing, which means "does not meet the conditions". */
  readonly stored: Line | null
  /** False is an alarm: what was stored is not what the facts of then give. */
  readonly agrees: boolean
  /** False when the rule has another version than at the run, so a disagreement may come from there. */
  readonly sameVersion: boolean
}

export type PersonExplained = {
  readonly run: Run
  readonly elder: {
    id: string
    district: string
    name: string
    birthDate: Day | null
    township: string
    village: string | null
  }
  readonly schemes: readonly SchemeExplained[]
}

/**
 * Explains what one person is entitled to in a month: finds the run that speaks for the person, reads the facts as known at its cut-off,
 * decides again with the parameters of then, and compares. Under the scope of whoever asks.
 */
export async function explainPerson(tx: Tx, key: ElderKey, month: Month): Promise<Result<PersonExplained>> {
  const run = await runOfPerson(tx, key, month)
  if (run === undefined) return refuse(refusals.noRun(showMonth(month)))
  const stood = await readSchemes(tx, [run.id])
  const basis = basisOf(run.payer, run.month, settingsOfRun(run, stood))
  const names = factNames(basis.schemes.map((each) => each.rule))
  const elder = await readPerson(tx, key, run, names)
  if (elder === undefined) return refuse(refusals.elderNotInRun(showMonth(month)))
  const stored = await readStored(tx, key, run.id)
  const facts = readKeptFacts(elder.facts)
  const lines = linesOf(basis, facts, await claimedBy(tx, key, basis.on, run.cutOff))
  const schemes = lines.map(({ scheme, answer, line }): SchemeExplained => {
    const kept = stored.get(scheme.scheme) ?? null
    return {
      scheme: scheme.scheme,
      basis: scheme,
      answer,
      facts: factsOf(scheme.rule, facts),
      recomputed: line,
      stored: kept,
      agrees: sameLine(scheme, line, kept),
      sameVersion:
        stood.find((each) => each.scheme === scheme.scheme)?.version === ruleVersion(scheme.rule, scheme.context),
    }
  })
  return ok({ run, elder: elder.person, schemes })
}

/** A person explained under a basis alone: nothing was stored, so nothing can disagree. */
export const explainUnder = (basis: Basis, facts: Facts, claimed: Claimed): SchemeExplained[] =>
  linesOf(basis, facts, claimed).map(({ scheme, answer, line }) => ({
    scheme: scheme.scheme,
    basis: scheme,
    answer,
    facts: factsOf(scheme.rule, facts),
    recomputed: line,
    stored: null,
    agrees: true,
    sameVersion: true,
  }))

/** What a rule said to a person: of the first reading, or of columns. */
export type Said = Pick<RuleAnswer, 'outcome' | 'amountFen' | 'reason'>
type Decided<A extends Said> = { scheme: SchemeBasis; answer: A; line: Line }

/** The schemes that a person has claimed; `'all'` asks what would be paid if everybody had. */
export type Claimed = ReadonlySet<string> | 'all'

/** Every scheme decided by `evaluate` for one person, and then the rules between them: the same order as the statements of a run. */
export const linesOf = (basis: Basis, facts: Facts, claimed: Claimed): Decided<RuleAnswer>[] =>
  settleLines(
    basis,
    basis.schemes.map(({ rule, context }) => evaluate(rule, factsOf(rule, facts), context)),
    claimed,
  )

/** The lines of one person from what each scheme's rule said, in the order of the basis. */
export function settleLines<A extends Said>(basis: Basis, answers: readonly A[], claimed: Claimed): Decided<A>[] {
  const decided = basis.schemes.map((scheme, at): Decided<A> => {
    const answer = answers[at]!
    const outcome = scheme.state === 'evaluated' ? answer.outcome : scheme.state
    const isClaimed = scheme.claim === 'register' || claimed === 'all' || claimed.has(scheme.scheme)
    if (outcome === 'granted' && !isClaimed && (answer.amountFen ?? 0) > 0)
      return { scheme, answer, line: { outcome: 'unclaimed', amountFen: null, ceilingFen: null, reason: 'unclaimed' } }
    const fen = outcome === 'granted' ? answer.amountFen : null
    const money = scheme.form === 'money'
    const reason = scheme.state === 'blocked' ? `parameter:${scheme.blockedBy[0]}` : answer.reason
    return { scheme, answer, line: { outcome, amountFen: money ? fen : null, ceilingFen: money ? null : fen, reason } }
  })
  for (const pair of basis.overlaps) applyOverlap(decided, pair)
  return decided
}

function applyOverlap(
  decided: { scheme: SchemeBasis; line: Line }[],
  { parameter, first, second, how }: Overlap,
): void {
  const [a, b] = [first, second].map((id) => decided.find((each) => each.scheme.scheme === id && isGranted(each.line)))
  if (a === undefined || b === undefined || how === 'stack') return
  const fenOf = ({ line }: { line: Line }) => line.amountFen ?? line.ceilingFen ?? 0
  const firstStands = how === 'keepFirst' || (how === 'keepHigher' && fenOf(a) >= fenOf(b))
  const losers = how === null ? [a, b] : [firstStands ? b : a]
  for (const loser of losers)
    loser.line = {
      outcome: how === null ? 'blocked' : 'excluded',
      amountFen: null,
      ceilingFen: null,
      reason: how === null ? `parameter:${parameter}` : `excluded:${firstStands ? first : second}`,
    }
}

const isGranted = (line: Line): boolean => line.outcome === 'granted' && (line.amountFen ?? line.ceilingFen ?? 0) > 0

/** Whether a line is what a run stores for it: granted sums, undecided money, and what gives way to another scheme. */
function sameLine({ form, state }: SchemeBasis, line: Line, stored: Line | null): boolean {
  const isStored =
    state === 'evaluated' &&
    (isGranted(line) ||
      line.reason.startsWith('excluded:') ||
      line.reason.startsWith('parameter:') ||
      line.outcome === 'unclaimed' ||
      (form === 'money' && line.outcome === 'undetermined'))
  if (!isStored) return stored === null
  return (
    stored !== null &&
    stored.outcome === line.outcome &&
    stored.amountFen === line.amountFen &&
    stored.ceilingFen === line.ceilingFen &&
    stored.reason === line.reason
  )
}

/** The facts that a rule declares, out of all that are known of a person. */
export function factsOf(rule: Rule, facts: Facts): Facts {
  const names = new Set(factNames([rule]))
  return Object.fromEntries(Object.entries(facts).filter(([name]) => names.has(name)))
}

/** The district's settings as the run used them: later changes of a setting explain nothing about an earlier month. */
function settingsOfRun(run: Run, stood: readonly RunScheme[]): Settings {
  return stood
    .flatMap((each) => each.parameters)
    .filter((each) => each.value !== null && findParameter(each.id)?.value === null)
    .map(
      (each): Setting => ({
        parameter: each.id,
        division: run.payer,
        value: each.value,
        from: each.from,
        signedBy: [],
        example: each.example,
      }),
    )
}

/** The sealed run that knew most about the person's month: one that holds a row of the person, or covers the residence. */
async function runOfPerson(tx: Tx, { district, id }: ElderKey, month: Month): Promise<Run | undefined> {
  const on = lastOfMonth(month)
  const { rows } = await sql<{ id: string }>`
    with home as (select township from elders.elder where district = ${district} and id = ${id}::uuid)
    select r.id::text as id from benefits.run r
     where r.month = ${month}::date and r.state = 'sealed'
       and (exists (select 1 from benefits.entitlement n
                     where n.district = ${district} and n.run_id = r.id and n.elder_id = ${id}::uuid)
         or r.division in (select township from home
                           union all
                           select p.parent from home join divisions.parentage p on p.key = home.township
                            where p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to > ${on}::date)))
     order by r.cut_off desc, r.version desc limit 1`.execute(tx)
  const found = rows[0]?.id
  return found === undefined ? undefined : findRun(tx, found)
}

const readPerson = (tx: Tx, key: ElderKey, run: Run, names: readonly string[]) =>
  readPersonThen(tx, key, { asOf: dayThatCounts(run.month), knownAt: run.cutOff }, names, run.townships)

async function readPersonThen(
  tx: Tx,
  { district, id }: ElderKey,
  at: FactsAt,
  names: readonly string[],
  townships: readonly string[],
) {
  const { rows } = await sql<{
    name: string
    birthDate: Day | null
    township: string
    village: string | null
    facts: Record<string, unknown>
  }>`
    select e.name, e.birth_date as "birthDate", p.township, p.village, ${sql.raw(factsJson(names, 'p'))} as facts
      from (${factsIn(at, names, {
        districts: [district],
        townships,
        only: sql`e.district = ${district} and e.id = ${id}::uuid`,
      })}) p join elders.elder e on e.district = p.district and e.id = p.elder_id`.execute(tx)
  const row = rows[0]
  if (row === undefined) return undefined
  const { facts, ...person } = row
  return { facts, person: { id, district, ...person } }
}

/** One person with the facts that a basis looks at and the schemes claimed, as they are known at an instant; undefined outside these townships. */
export async function readPersonFacts(
  tx: Tx,
  key: ElderKey,
  basis: Basis,
  knownAt: string,
  townships: readonly string[],
) {
  const names = factNames(basis.schemes.map((each) => each.rule))
  const found = await readPersonThen(tx, key, { asOf: basis.on, knownAt }, names, townships)
  return found && { ...found, facts: readKeptFacts(found.facts), claimed: await claimedBy(tx, key, basis.on, knownAt) }
}

async function readStored(tx: Tx, { district, id }: ElderKey, runId: string): Promise<Map<string, Line>> {
  const { rows } = await sql<Line & { scheme: string }>`
    select scheme, outcome, amount_fen as "amountFen", ceiling_fen as "ceilingFen", reason from benefits.entitlement
     where district = ${district} and run_id = ${runId}::uuid and elder_id = ${id}::uuid`.execute(tx)
  return new Map(rows.map(({ scheme, ...line }) => [scheme, line]))
}

/** The district that keeps a person's file, for callers that know the id alone; one look into the key of each district. */
export async function findDistrict(tx: Tx, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ district: string }>`
    select e.district from divisions.division d join elders.elder e on e.district = d.key and e.id = ${id}::uuid
     where d.level = 'district' limit 1`.execute(tx)
  return rows[0]?.district
}
