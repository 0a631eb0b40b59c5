import { sql } from 'kysely'
import { type Actor, type OpenedCase, openCase, type Party, type Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { IssueParts } from '../../platform/documents/issue-papers.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Rule, Settings } from '../../policy/index.ts'
import { cardsToday, type DecidedToday, decideToday } from '../benefits/index.ts'
import type { Channel, ConsentHow } from './contract.ts'
import { evidenceOf, kindOf } from './declare.ts'
import { standingDelegation } from './delegations.ts'
import { issueReceipt } from './issue-receipt.ts'
import { daysSetting } from './processes.ts'
import { refusals } from './refusals.ts'
import { findScheme, titleOf } from './schemes.ts'
import { CHANNEL_WORDS, CONSENT_WORDS } from './words.ts'

export type ApplyOrder = {
  readonly elder: { readonly district: string; readonly id: string }
  /** Ids of the schemes: one form, one case for each. */
  readonly schemes: readonly string[]
  readonly channel: Channel
  readonly consent: { readonly how: ConsentHow; readonly ref?: string }
  /** For `delegate`: the delegation under which a family member asks. */
  readonly delegation?: string
}

export type ApplySurroundings = {
  readonly processes: Processes
  readonly settings: Settings
  readonly today: Day
  readonly actor: Actor
  /** For the printed receipt; without it none is issued. */
  readonly papers?: IssueParts
  readonly requestId?: string
}

export type Receipt = {
  readonly bundle: string
  readonly paper: string | null
  readonly elder: { readonly district: string; readonly id: string; readonly name: string }
  readonly cases: readonly (OpenedCase & {
    readonly scheme: string
    readonly title: string
    readonly missing: readonly string[]
  })[]
}

const PARTY_OF: Readonly<Record<Channel, Party>> = {
  self: 'applicant',
  delegate: 'delegate',
  village: 'helper',
  counter: 'applicant',
  proactive: 'applicant',
}

/**
 * Applies for one or several schemes for one person: the same cases whoever asks. What the register knows is put beside the case as held, so that
 * nobody is asked for it; what it does not know is what is missing. Refused without the elder's consent, and for a scheme that is under way.
 * The caller has checked who asks, and runs it under `once`.
 */
export async function applyFor(tx: Tx, order: ApplyOrder, around: ApplySurroundings): Promise<Result<Receipt>> {
  if (order.schemes.length === 0) return refuse(refusals.nothingChosen())
  // One named twice is asked for once.
  const schemes = [...new Set(order.schemes)]
  const rules = schemes.flatMap((id) => findScheme(id) ?? [])
  if (rules.length < schemes.length || rules.some((rule) => rule.subject !== 'person'))
    return refuse(refusals.schemeUnknown())
  const { today, settings } = around
  const delegated = order.channel === 'delegate'
  if (delegated && !(await standingDelegation(tx, order.elder, order.delegation, today)))
    return refuse(refusals.delegationMissing())
  const decided = (await decideToday(tx, [order.elder], today, settings)).get(order.elder.id)
  const elder = await readElder(tx, order.elder)
  if (decided === undefined || elder === undefined) return refuse(refusals.elderUnknown())
  await lockPerson(tx, order.elder)
  const running = await findRunning(tx, order.elder, rules)
  if (running !== undefined) return refuse(refusals.already(running.title, running.number))

  const cards = await cardsToday(tx, decided, today)
  const bundle = newId()
  const cases: Receipt['cases'][number][] = []
  for (const rule of rules) {
    const known = knownEvidence(rule, decided, cards.find((each) => each.scheme === rule.id)?.facts ?? [])
    const required = [...known.map((each) => each.name), 'consent', ...(delegated ? ['delegation'] : [])]
    const held = known.flatMap(({ name, source }) =>
      source === null ? [] : [{ name, standing: 'held' as const, source: 'register', note: source }],
    )
    const consent = {
      name: 'consent',
      standing: 'given' as const,
      source: 'statement',
      note: CONSENT_WORDS[order.consent.how],
      ref: order.consent.ref,
    }
    const paper = delegated
      ? [{ name: 'delegation', standing: 'given' as const, source: 'statement', ref: order.delegation }]
      : []
    const opened = await openCase(
      tx,
      around.processes.get(kindOf(rule.id)),
      {
        subject: { kind: 'elder', id: order.elder.id },
        place: { district: elder.district, township: decided.elder.township, village: decided.elder.village },
        origin: order.channel,
        party: PARTY_OF[order.channel],
        required,
        evidence: [...held, consent, ...paper],
        rules: rulesOf(rule, decided),
        says: `${CHANNEL_WORDS[order.channel]}，已提交`,
      },
      {
        actor: around.actor,
        today,
        setting: daysSetting(settings, decided.payer, today),
        ...(around.requestId ? { requestId: around.requestId } : {}),
      },
    )
    await insertApplication(tx, opened, rule.id, bundle, order, decided, around.actor.account)
    const missing = known.flatMap(({ label, source }) => (source === null ? [label] : []))
    cases.push({ ...opened, scheme: rule.id, title: titleOf(rule.id), missing })
  }
  const receipt = { bundle, paper: null, elder: { ...order.elder, name: elder.name }, cases }
  if (around.papers === undefined) return ok(receipt)
  return ok({
    ...receipt,
    paper: await issueReceipt(
      tx,
      around.papers,
      { elder: receipt.elder, cases: cases.map((each) => ({ ...each, missing: [...each.missing] })) },
      { ...elder, ...decided.elder, channel: order.channel },
      around,
    ),
  })
}

/** Every fact that a scheme looks at: with its source where the register knows it, `null` where it has to be proven. */
function knownEvidence(
  rule: Rule,
  { facts }: DecidedToday,
  shown: readonly {
    readonly name: string
    readonly value: string
    readonly source: string | null
    readonly since: string | null
  }[],
) {
  return evidenceOf(rule).map(({ name, label }) => {
    const card = shown.find((each) => each.name === name)
    const source = facts[name] === undefined ? null : `${card?.value ?? ''}（${card?.source ?? '台账'}）`
    return { name, label, source }
  })
}

/** The rule and the parameters that the case begins with, for the record. */
const rulesOf = (rule: Rule, { basis, payer }: DecidedToday): Record<string, unknown> => {
  const scheme = basis.schemes.find((each) => each.scheme === rule.id)
  return {
    rule: rule.id,
    version: scheme?.version ?? '',
    payer,
    parameters: scheme?.parameters.map(({ id, value, from }) => ({ id, value, from })) ?? [],
  }
}

async function insertApplication(
  tx: Tx,
  opened: OpenedCase,
  scheme: string,
  bundle: string,
  { elder, channel, consent, delegation }: ApplyOrder,
  { elder: at, lines }: DecidedToday,
  account: string,
): Promise<void> {
  const line = lines.find((each) => each.scheme === scheme)
  const answer = {
    outcome: line?.line.outcome,
    amountFen: line?.line.amountFen,
    reason: line?.line.reason,
    version: line?.version,
  }
  await sql`
    insert into applications.application (district, case_id, subject_id, township, village, scheme, bundle, channel, consent_how,
      consent_by, consent_ref, delegation, answer)
    values (${opened.district}, ${opened.id}::uuid, ${elder.id}::uuid, ${at.township}, ${at.village}, ${scheme}, ${bundle}::uuid, ${channel},
      ${consent.how}, ${account}, ${consent.ref ?? null}, ${delegation ?? null}::uuid, ${JSON.stringify(answer)}::jsonb)`.execute(
    tx,
  )
}

async function readElder(tx: Tx, { district, id }: ApplyOrder['elder']) {
  const { rows } = await sql<{ district: string; name: string; synthetic: boolean; townshipName: string }>`
    select e.district, e.name, e.synthetic, coalesce(d.name, e.township) as "townshipName"
      from elders.elder e left join divisions.division d on d.key = e.township
     where e.district = ${district} and e.id = ${id}::uuid and e.merged_into is null`.execute(tx)
  return rows[0]
}

/** The daughter at home and the counter at the same moment: the second waits, and then finds the case of the first. */
async function lockPerson(tx: Tx, { district, id }: ApplyOrder['elder']): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`apply ${district} ${id}`}, 0))`.execute(tx)
}

/** A refused case that only waits for an objection keeps nobody from applying anew: where no term is set it would wait for ever. */
async function findRunning(tx: Tx, { district, id }: ApplyOrder['elder'], rules: readonly Rule[]) {
  const { rows } = await sql<{ kind: string; number: string }>`
    select kind, number from process.case
     where district = ${district} and subject_id = ${id}::uuid and closed_at is null and state <> 'refused'
       and kind = any (${rules.map((rule) => kindOf(rule.id))}::text[]) limit 1`.execute(tx)
  const row = rows[0]
  const rule = rules.find((each) => kindOf(each.id) === row?.kind)
  return row === undefined ? undefined : { number: row.number, title: rule === undefined ? row.kind : titleOf(rule.id) }
}
