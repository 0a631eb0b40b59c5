import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { newId, type Scope, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { within } from './board.ts'
import type { NewHelpAct, NewPair, PairLine } from './contract.ts'
import { findElder } from './people.ts'
import { refusals } from './refusals.ts'

const PAGE = 100

// cq-2021-7 二(七): one to one for 特困, and for the dependent of low-income and special families; by grid for others in rural homes of advanced age, alone or
// left behind. Read from the month's list, which carries the reasons.
const WANTS = sql`case when l.because && '{hardship,specialOneChildFamily}'::text[] and l.because && '{mild,moderate,severe}'::text[] then 'oneToOne'
                       when l.because && '{advancedAge,alone,leftBehind}'::text[] then 'grid' end`

type Asked = {
  readonly scope: Scope
  readonly area: string | undefined
  readonly today: Day
  readonly month: string
  readonly show: 'unpaired' | 'paired'
  readonly after: string | undefined
}

/** Who of the month's list has a partner and who wants one; at home only. */
export async function listPairs(
  tx: Tx,
  asked: Asked,
): Promise<{ rows: PairLine[]; next: string | null; unpaired: number }> {
  const standing = sql`(p.valid_to is null or p.valid_to > ${asked.today}::date)`
  const lines = sql`
    select l.district, p.id::text as id, l.elder_id::text as "elderId", e.name, coalesce(d.name, '') as "villageName", l.village, ${WANTS} as wants, p.mode, p.partner,
           p.partner_kind as "partnerKind", coalesce(p.help, '{}') as help, p.valid_from::text as since,
           (select count(*)::int from visits.help_act a where a.district = l.district and a.pair_id = p.id) as acts,
           (select max(a.on_day)::text from visits.help_act a where a.district = l.district and a.pair_id = p.id) as "lastAct"
      from visits.listed l join elders.elder e on e.district = l.district and e.id = l.elder_id
      left join visits.pair p on p.district = l.district and p.elder_id = l.elder_id and ${standing}
      left join divisions.division d on d.key = l.village
     where ${within('l', asked.scope, asked.area)} and l.month = ${asked.month}::date and not l.in_facility
       and ${asked.show === 'paired' ? sql`p.id is not null` : sql`p.id is null and ${WANTS} is not null`}
       and ${asked.after === undefined ? sql`true` : sql`l.elder_id > ${asked.after}::uuid`}
     order by l.elder_id limit ${PAGE + 1}`
  const { rows } = await sql<PairLine>`${lines}`.execute(tx)
  const open = await sql<{ n: number }>`
    select count(*)::int as n from (
      select 1 from visits.listed l where ${within('l', asked.scope, asked.area)} and l.month = ${asked.month}::date and not l.in_facility and ${WANTS} is not null
         and not exists (select 1 from visits.pair p where p.district = l.district and p.elder_id = l.elder_id and ${standing}) limit 1000) u`.execute(
    tx,
  )
  const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
  return { rows: rows.slice(0, PAGE), next: last?.elderId ?? null, unpaired: open.rows[0]?.n ?? 0 }
}

type By = {
  readonly account: string
  readonly today: Day
  readonly keyring: Keyring
  readonly most: number | undefined
}

/** Gives an elder a partner. A pair that stands ends the day the new one begins; nobody has more elders than the district allows. */
export async function addPair(tx: Tx, by: By, pair: z.infer<typeof NewPair>): Promise<Result<{ id: string }>> {
  const elder = await findElder(tx, pair.district, pair.elderId)
  if (elder === undefined) return refuse(refusals.elderUnknown())
  if (by.most !== undefined && pair.account !== '') {
    const { rows } = await sql<{ n: number }>`
      select count(distinct elder_id)::int as n from visits.pair where district = ${elder.district} and account = ${pair.account} and elder_id <> ${elder.id}::uuid
         and (valid_to is null or valid_to > ${by.today}::date)`.execute(tx)
    if ((rows[0]?.n ?? 0) >= by.most) return refuse(refusals.partnerFull(by.most))
  }
  const id = newId()
  await sql`
    update visits.pair set valid_to = greatest(${by.today}::date, valid_from + 1), ended_because = '换人'
     where district = ${elder.district} and elder_id = ${elder.id}::uuid and (valid_to is null or valid_to > ${by.today}::date)`.execute(
    tx,
  )
  await sql`
    insert into visits.pair (district, id, elder_id, township, village, mode, account, partner, partner_kind, cipher, help, every_days, signed_on, valid_from, recorded_by)
    values (${elder.district}, ${id}, ${elder.id}, ${elder.township}, ${elder.village}, ${pair.mode}, ${pair.account}, ${pair.partner}, ${pair.partnerKind},
            ${pair.phone === undefined ? null : by.keyring.seal(pair.phone)}, ${pair.help}::text[], ${pair.everyDays}, ${by.today}::date, ${by.today}::date, ${by.account})`.execute(
    tx,
  )
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'visits.pair.add',
    object: 'elder',
    objectId: elder.id,
    after: { pair: id, mode: pair.mode },
  })
  return ok({ id })
}

type Key = { readonly district: string; readonly id: string }

export async function endPair(
  tx: Tx,
  key: Key,
  by: Pick<By, 'account' | 'today'>,
  because: string,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql`
    update visits.pair set valid_to = greatest(${by.today}::date, valid_from + 1), ended_because = ${because}
     where district = ${key.district} and id = ${key.id}::uuid and (valid_to is null or valid_to > ${by.today}::date) returning 1`.execute(
    tx,
  )
  if (rows.length === 0) return refuse(refusals.pairUnknown())
  await record(tx, {
    district: key.district,
    account: by.account,
    action: 'visits.pair.end',
    object: 'visits.pair',
    objectId: key.id,
    after: { because },
  })
  return ok({ done: true })
}

/** Notes one act of help; its id is the device's, so that a repeat adds nothing. */
export async function addHelpAct(
  tx: Tx,
  key: Key,
  account: string,
  act: z.infer<typeof NewHelpAct>,
): Promise<Result<{ id: string }>> {
  const { rows } = await sql<{ elder: string; township: string; village: string | null }>`
    select elder_id::text as elder, township, village from visits.pair where district = ${key.district} and id = ${key.id}::uuid`.execute(
    tx,
  )
  const [pair] = rows
  if (pair === undefined) return refuse(refusals.pairUnknown())
  const { rows: added } = await sql`
    insert into visits.help_act (district, id, pair_id, elder_id, township, village, kind, minutes, on_day, note, account)
    values (${key.district}, ${act.id}, ${key.id}, ${pair.elder}, ${pair.township}, ${pair.village}, ${act.kind}, ${act.minutes}, ${act.on}::date, ${act.note}, ${account})
    on conflict do nothing returning 1`.execute(tx)
  if (added.length === 0) {
    const { rows: same } = await sql`
      select 1 from visits.help_act
       where district = ${key.district} and id = ${act.id}::uuid and pair_id = ${key.id}::uuid and account = ${account} and kind = ${act.kind}
         and minutes = ${act.minutes} and on_day = ${act.on}::date and note = ${act.note}`.execute(tx)
    return same.length > 0 ? ok({ id: act.id }) : refuse(refusals.actDiffers())
  }
  await record(tx, {
    district: key.district,
    account,
    action: 'visits.help',
    object: 'elder',
    objectId: pair.elder,
    after: { act: act.id, kind: act.kind },
  })
  return ok({ id: act.id })
}
