import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { FAMILY_PARTS } from './contract.ts'
import { onDuty } from './open-check.ts'
import { findElder } from './people.ts'
import { refusals } from './refusals.ts'
import { DANGER, NEEDS, OUTCOMES, REFERRAL_STATES, WAYS } from './words.ts'

export type FamilyPart = (typeof FAMILY_PARTS)[number]

/** What a family member sees of the visits (E02). Sentences are for the screen; what the elder keeps to themselves is an empty list and named in `kept`. */
export type VisitsForFamily = {
  /** The last visits, newest first: was she seen, how, by whom. */
  readonly visits: readonly {
    readonly on: string
    readonly seen: boolean
    readonly says: string
    readonly by: string
  }[]
  /** What was found that concerns her: conditions in words, and needs with what became of them. */
  readonly concerns: readonly { readonly on: string; readonly says: string; readonly standing: string | null }[]
  readonly next: { readonly on: string; readonly by: string } | null
  /** A person who answers the phone now: on duty for the township. */
  readonly call: { readonly name: string; readonly phone: string } | null
  /** Parts that the elder does not share; without a word of the elder only the visits are shown. */
  readonly kept: readonly FamilyPart[]
}

const PARTS: readonly FamilyPart[] = ['visits', 'condition', 'needs']
/** As long as the elder has said nothing: whether she was seen, and no word about how she is. */
const WITHOUT_A_WORD: readonly FamilyPart[] = ['visits']
const SHOWN = 6

/** What the elder has chosen to show; called as the system role, after the tie between account and elder was checked. */
export async function familyParts(
  tx: Tx,
  { district, id }: { readonly district: string; readonly id: string },
): Promise<readonly FamilyPart[]> {
  const { rows } = await sql<{ parts: FamilyPart[] }>`
    select parts from visits.family_choice where district = ${district} and elder_id = ${id}::uuid and superseded_at is null`.execute(
    tx,
  )
  return rows[0]?.parts ?? WITHOUT_A_WORD
}

/**
 * The visits of an elder as the family may see them. Called as the system role, after the caller has checked who asks (`tiesOf`); for the elder
 * themself pass `self: true`: nothing is kept from them.
 */
export async function visitsForFamily(
  tx: Tx,
  elder: { readonly district: string; readonly id: string },
  around: { readonly keyring: Keyring; readonly now: Date; readonly today: string; readonly self?: boolean },
): Promise<VisitsForFamily> {
  const parts = around.self === true ? PARTS : await familyParts(tx, elder)
  const shows = (part: FamilyPart) => parts.includes(part)
  const found = await findElder(tx, elder.district, elder.id)
  const duty = found === undefined ? undefined : await onDuty(tx, found, around.now)
  return {
    visits: shows('visits') ? await lastVisits(tx, elder) : [],
    concerns: [
      ...(shows('condition') ? await conditions(tx, elder, around.self === true) : []),
      ...(shows('needs') ? await needs(tx, elder) : []),
    ].sort((a, b) => (a.on < b.on ? 1 : -1)),
    next: shows('visits') ? await nextVisit(tx, elder, around.today) : null,
    call: duty === undefined ? null : { name: duty.name, phone: around.keyring.open(duty.phone) },
    kept: PARTS.filter((part) => !shows(part)),
  }
}

type Key = { readonly district: string; readonly id: string }
type Seen = { on: string; outcome: keyof typeof OUTCOMES; way: keyof typeof WAYS; by: string }

async function lastVisits(tx: Tx, { district, id }: Key): Promise<VisitsForFamily['visits']> {
  const { rows } = await sql<Seen>`
    select on_day::text as "on", outcome, way, helper as by from visits.record
     where district = ${district} and elder_id = ${id}::uuid and corrected_by is null order by started_at desc limit ${SHOWN}`.execute(
    tx,
  )
  return rows.map(({ on, outcome, way, by }) => ({
    on,
    by,
    seen: outcome === 'seen',
    says: `${WAYS[way]}${outcome === 'seen' ? '见到本人' : OUTCOMES[outcome]}`,
  }))
}

/** Where abuse was suspected, the finding goes to the office only: whoever reads here may be whom it is about. */
async function conditions(
  tx: Tx,
  { district, id }: Key,
  self: boolean,
): Promise<VisitsForFamily['concerns'][number][]> {
  const { rows } = await sql<{ on: string; condition: string; signs: (keyof typeof DANGER)[]; nextSteps: string }>`
    select on_day::text as "on", condition, danger_signs as signs, next_steps as "nextSteps" from visits.record
     where district = ${district} and elder_id = ${id}::uuid and corrected_by is null and (condition <> '' or next_steps <> '' or danger_signs <> '{}')
       and (${self} or not 'abuse' = any (danger_signs))
     order by started_at desc limit ${SHOWN}`.execute(tx)
  return rows.map(({ on, condition, signs, nextSteps }) => ({
    on,
    says: [...signs.map((sign) => DANGER[sign]), condition].filter((words) => words !== '').join('；') || '近况平稳',
    standing: nextSteps === '' ? null : nextSteps,
  }))
}

async function needs(tx: Tx, { district, id }: Key): Promise<VisitsForFamily['concerns'][number][]> {
  const { rows } = await sql<{
    on: string
    kind: keyof typeof NEEDS
    words: string
    state: keyof typeof REFERRAL_STATES
    dueOn: string | null
  }>`
    select (reported_at at time zone 'Asia/Shanghai')::date::text as "on", kind, words, state, due_on::text as "dueOn" from visits.referral
     where district = ${district} and elder_id = ${id}::uuid order by reported_at desc limit ${SHOWN}`.execute(tx)
  return rows.map(({ on, kind, words, state, dueOn }) => ({
    on,
    says: `${NEEDS[kind] ?? kind}：${words}`,
    standing: `${REFERRAL_STATES[state]}${dueOn === null ? '' : `，最后一天 ${dueOn}`}`,
  }))
}

async function nextVisit(tx: Tx, { district, id }: Key, today: string): Promise<VisitsForFamily['next']> {
  const { rows } = await sql<{ on: string; by: string }>`
    select p.on_day::text as "on", coalesce((select max(o.name) from visits.post o where o.district = p.district and o.account = p.account), '') as by
      from visits.plan p where p.district = ${district} and p.elder_id = ${id}::uuid and p.state in ('planned', 'notSeen') and p.on_day >= ${today}::date
     order by p.on_day limit 1`.execute(tx)
  return rows[0] ?? null
}

/** Keeps what the elder lets the family see, with how they said it; the choice before stays on record. */
export async function chooseFamilyParts(
  tx: Tx,
  elder: Key,
  choice: {
    readonly parts: readonly FamilyPart[]
    readonly how: 'present' | 'signed' | 'voice' | 'message' | 'self'
    readonly account: string
  },
): Promise<Result<{ parts: readonly FamilyPart[] }>> {
  const found = await findElder(tx, elder.district, elder.id)
  if (found === undefined) return refuse(refusals.elderUnknown())
  await sql`
    update visits.family_choice set superseded_at = clock_timestamp() where district = ${found.district} and elder_id = ${found.id}::uuid and superseded_at is null`.execute(
    tx,
  )
  await sql`
    insert into visits.family_choice (district, id, elder_id, township, village, parts, agreed_how, recorded_by)
    values (${found.district}, ${newId()}, ${found.id}, ${found.township}, ${found.village}, ${[...choice.parts]}::text[], ${choice.how}, ${choice.account})`.execute(
    tx,
  )
  await record(tx, {
    district: found.district,
    account: choice.account,
    action: 'visits.familyChoice',
    object: 'elder',
    objectId: found.id,
    after: { parts: choice.parts, how: choice.how },
  })
  return ok({ parts: choice.parts })
}
