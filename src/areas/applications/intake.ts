import { sql } from 'kysely'
import { ageOn, type Day, firstOfMonth } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { findRule, type Settings, sayClause } from '../../policy/index.ts'
import { cardsToday, type DecidedToday, decideToday } from '../benefits/index.ts'
import type { Intake, Offer } from './contract.ts'
import { evidenceOf, kindOf, schemeOf } from './declare.ts'
import { type ElderRef, listDelegations } from './delegations.ts'
import { refusals } from './refusals.ts'
import { titleOf } from './schemes.ts'

/**
 * What a counter sees of a person before anything is asked: every scheme with what the rule says today, the facts that are known and need no
 * paper, what would be missing, what is under way already, and, where it does not apply, what would have to change.
 */
export async function readIntake(tx: Tx, ref: ElderRef, today: Day, settings: Settings): Promise<Result<Intake>> {
  const decided = (await decideToday(tx, [ref], today, settings)).get(ref.id)
  const elder = await readElder(tx, ref, today)
  if (decided === undefined || elder === undefined) return refuse(refusals.elderUnknown())
  const delegations = await listDelegations(tx, ref, today)
  return ok({
    elder,
    offers: await offersFor(tx, ref, decided, today),
    delegations: delegations.map(({ id, name, relation, until }) => ({ id, name, relation, until })),
  })
}

/** Every scheme for one person, those that can be applied for first. */
export async function offersFor(tx: Tx, ref: ElderRef, decided: DecidedToday, today: Day): Promise<Offer[]> {
  const running = await runningCases(tx, ref)
  const claimed = await claimedSchemes(tx, ref, today)
  const cards = await cardsToday(tx, decided, today)
  const offers = cards.map((card): Offer => {
    const rule = findRule(card.scheme)
    const asked = rule === undefined ? [] : evidenceOf(rule)
    const number = running.get(card.scheme) ?? null
    return {
      scheme: card.scheme,
      title: titleOf(card.scheme),
      standing: standingOf(card, number !== null, claimed.has(card.scheme)),
      outcome: card.outcome,
      says: card.says,
      because: card.reason,
      amountFen: card.amountFen,
      example: card.example,
      known: card.facts
        .filter((fact) => asked.some((each) => each.name === fact.name) && decided.facts[fact.name] !== undefined)
        .map(({ name, label, value, source, since }) => ({
          name,
          label,
          value,
          source: `${source ?? '台账'}${since === null ? '' : ` ${since}`}`,
        })),
      missing: asked.filter((each) => decided.facts[each.name] === undefined),
      nearest: card.nearest.map(({ ifThis, thenThat }) => ({ ifThis, thenThat })),
      clauses: (rule?.clauses ?? []).map((clause) => sayClause(clause)),
      number,
      link: card.link,
    }
  })
  return offers.sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing))
}

const ORDER: readonly Offer['standing'][] = ['may', 'running', 'claimed', 'link', 'notMet']

/** Whoever lacks a fact may apply: it is asked for then. Only a known "no" is a no. */
function standingOf(card: { form: string; outcome: string }, running: boolean, claimed: boolean): Offer['standing'] {
  if (card.form === 'voucher') return card.outcome === 'notMet' ? 'notMet' : 'link'
  if (running) return 'running'
  if (claimed) return 'claimed'
  return card.outcome === 'notMet' || card.outcome === 'notInForce' ? 'notMet' : 'may'
}

async function runningCases(tx: Tx, { district, id }: ElderRef): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ kind: string; number: string }>`
    select kind, number from process.case where district = ${district} and subject_id = ${id}::uuid and closed_at is null
       and state <> 'refused' and kind >= ${kindOf('')} and kind < ${`${kindOf('')}\uffff`}`.execute(tx)
  return new Map(rows.map((row) => [schemeOf(row.kind), row.number]))
}

/** What the person has claimed, or is paid in the latest month that was run. */
async function claimedSchemes(tx: Tx, { district, id }: ElderRef, today: Day): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ scheme: string }>`
    select scheme from benefits.claim
     where district = ${district} and elder_id = ${id}::uuid and superseded_at is null and (valid_to is null or valid_to > ${today}::date)
    union
    select scheme from (
      select distinct on (n.scheme) n.scheme, n.outcome, n.amount_fen from benefits.entitlement n
        join benefits.run r on r.id = n.run_id and r.state = 'sealed' and r.month >= ${firstOfMonth(today)}::date - interval '1 month'
       where n.district = ${district} and n.elder_id = ${id}::uuid
       order by n.scheme, r.month desc, r.cut_off desc) latest
     where outcome = 'granted' and amount_fen > 0`.execute(tx)
  return new Set(rows.map((row) => row.scheme))
}

export async function readElder(tx: Tx, { district, id }: ElderRef, today: Day): Promise<Intake['elder'] | undefined> {
  const { rows } = await sql<Omit<Intake['elder'], 'age'>>`
    select e.district, e.id::text as id, e.name, e.birth_date as "birthDate", coalesce(t.name, e.township) as "townshipName",
           v.name as "villageName", e.synthetic
      from elders.elder e left join divisions.division t on t.key = e.township left join divisions.division v on v.key = e.village
     where e.district = ${district} and e.id = ${id}::uuid and e.merged_into is null`.execute(tx)
  const row = rows[0]
  return row === undefined
    ? undefined
    : { ...row, age: row.birthDate === null ? null : ageOn(today, row.birthDate as Day) }
}
