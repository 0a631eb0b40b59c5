import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { act, type Processes } from '../../engines/process/index.ts'
import { addDays, addMonths, type Day, firstOfMonth, type Month } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Settings } from '../../policy/index.ts'
import type { VisitRecord } from './contract.ts'
import { planMonth } from './plan-month.ts'
import { recordVisit } from './record-visit.ts'

export type DemonstrationOrder = {
  readonly district: string
  /** The township that is shown from close by, and the account of its assistant in its first village. */
  readonly township: string
  readonly helper: string
  readonly today: Day
  readonly settings: Settings
  readonly keyring: Keyring
  readonly processes: Processes
}

const DEVICE = '00000000-0000-7000-8000-0000000000d1'
/** A helper who writes visits at a desk: everything the questions look for. */
const GAMED = 'demo-helper-desk'

/** An id that is always the same for the same words, so that a repeated step adds nothing. */
function idOf(...words: readonly string[]): string {
  const hex = createHash('sha256').update(words.join(' ')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * Posts, a duty roster, the plans of last and this month with what came of them: most visits made with a place, some without, some not seen, and one
 * helper whose records raise questions. As the system role; all names and numbers are invented and say so.
 */
export async function fillDemonstrationVisits(tx: Tx, order: DemonstrationOrder): Promise<void> {
  await fillPosts(tx, order)
  await fillDuty(tx, order)
  const thisMonth = firstOfMonth(order.today)
  const lastMonth = firstOfMonth(addMonths(thisMonth as string as Day, -1))
  for (const [month, today] of [
    [lastMonth, lastMonth as string as Day],
    [thisMonth, thisMonth as string as Day],
  ] as const) {
    const { district, settings: rules } = order
    const made = await planMonth(tx, { district, month, today, rules, account: 'demo-maker' })
    if (!made.ok) throw new Error(`the demonstration has no plan: ${made.refusal.message}`)
    await fillRecords(tx, order, month)
  }
  await fillPairs(tx, order)
  await visitsFromCloseBy(tx, order, thisMonth)
}

async function fillPosts(tx: Tx, { district, township, helper }: DemonstrationOrder): Promise<void> {
  await sql`
    insert into visits.post (district, id, township, village, account, name, kind, source, full_time, daily_most, valid_from, recorded_by)
    select v.district, gen_random_uuid(), v.township, v.village,
           case when v.village = ${`${township}001`} then ${helper} when v.village = ${`${township}002`} then ${GAMED} else 'demo-helper-' || v.village end,
           case when v.village = ${`${township}001`} then '演示·养老助理' else '示例·' || coalesce(d.name, v.village) || '助理' end,
           'assistant', case when v.n % 3 = 0 then 'villageDoctor' else 'publicWelfare' end, v.n % 4 = 0, 6 + v.n % 5, '2025-01-01', 'demo-maker'
      from (select district, township, village, row_number() over (order by village)::int as n from elders.elder
             where district = ${district} and village is not null and merged_into is null group by district, township, village) v
      left join divisions.division d on d.key = v.village
     -- Some villages have nobody yet.
     where v.n % 23 <> 0 or v.township = ${township}`.execute(tx)
}

async function fillDuty(tx: Tx, { district, today, keyring }: DemonstrationOrder): Promise<void> {
  const { rows } = await sql<{ township: string; name: string }>`
    select e.township, coalesce(d.name, e.township) as name from elders.elder e left join divisions.division d on d.key = e.township
     where e.district = ${district} group by e.township, d.name order by e.township`.execute(tx)
  for (const [at, { township, name }] of rows.entries()) {
    if (at % 9 === 4) continue
    await sql`
      insert into visits.duty (district, id, township, name, cipher, from_at, until_at, recorded_by)
      values (${district}, ${idOf('duty', township)}, ${township}, ${`示例·${name}值班员`}, ${keyring.seal(`023000${String(10_000 + at)}`)},
              ${`${addDays(today, -40)}T00:00:00+08:00`}, ${`${addDays(today, 40)}T00:00:00+08:00`}, 'demo-maker')
      on conflict do nothing`.execute(tx)
  }
}

/** The villages whose visits come through the front door. */
const closeBy = (township: string): string[] => ['001', '002', '003', '004'].map((each) => `${township}${each}`)

/** Records of a month for everybody but the villages from close by, as one statement: nine in ten visits made, most with a place. */
async function fillRecords(tx: Tx, { district, township, today }: DemonstrationOrder, month: Month): Promise<void> {
  await sql`
    insert into visits.record (district, id, elder_id, township, village, plan_id, account, helper, way, outcome, reason, on_day, started_at, ended_at, saved_at,
      device, clock_offset, lng, lat, accuracy, no_place, instrument, instrument_version, answers, unchanged, level, danger_signs, condition, next_steps, evidence, digest)
    select p.district, gen_random_uuid(), p.elder_id, p.township, p.village, p.id, p.account, coalesce(o.name, p.account),
           case when x.dice < 6 then 'phone' else 'home' end, case when x.dice between 6 and 9 then 'notSeen' else 'seen' end,
           case when x.dice between 6 and 9 then (array['noAnswer', 'atFields', 'withFamily', 'inHospital'])[x.dice - 5] end,
           p.on_day, p.on_day + interval '1 hour' * (1 + x.dice % 8), p.on_day + interval '1 hour' * (1 + x.dice % 8) + interval '1 minute' * (8 + x.dice % 20), p.on_day + interval '10 hours',
           ${DEVICE}::uuid, 0, case when x.placed then e.lng + 0.0001 end, case when x.placed then e.lat end, case when x.placed then 15 end,
           case when not x.placed then 'noFix' end, 'welfare-visit', '1', '{"V.1":0,"V.2":0,"V.3":0,"V.4":0,"V.5":0,"V.6":0,"V.7":0,"V.8":0}'::jsonb, '{}', 0, '{}', '', '',
           x.dice > 9 and x.placed, '\\x00'
      from visits.plan p
      join elders.elder e on e.district = p.district and e.id = p.elder_id
      left join lateral (select name from visits.post o where o.district = p.district and o.account = p.account limit 1) o on true
      cross join lateral (select ('x' || substr(md5(p.id::text), 1, 6))::bit(24)::int % 100 as dice) d
      cross join lateral (select d.dice, e.lng is not null and d.dice % 11 <> 3 as placed) x
     where p.district = ${district} and p.month = ${month}::date and (not coalesce(p.village = any (${closeBy(township)}::text[]), false) or p.month < ${firstOfMonth(today)}::date)
       and p.on_day < ${today}::date and p.account <> '' and x.dice < 93`.execute(tx)
  await sql`
    update visits.plan p
       set state = case when r.way = 'home' then case when r.outcome = 'seen' then 'done' else 'notSeen' end else p.state end,
           attempts = case when r.way = 'home' and r.outcome = 'notSeen' then 1 else 0 end, evidence = r.evidence, record_id = r.id
      from visits.record r
     where p.district = ${district} and p.month = ${month}::date and r.district = p.district and r.plan_id = p.id`.execute(
    tx,
  )
}

async function fillPairs(tx: Tx, { district, township, today }: DemonstrationOrder): Promise<void> {
  await sql`
    insert into visits.pair (district, id, elder_id, township, village, mode, account, partner, partner_kind, help, every_days, signed_on, valid_from, recorded_by)
    select district, gen_random_uuid(), elder_id, township, village, case when because && '{severe,moderate,mild}' then 'oneToOne' else 'grid' end, '',
           '示例·结对人' || n, (array['partyMember', 'cadre', 'volunteer', 'neighbour'])[1 + n % 4], array['medicine', 'farmWork'], 15, ${today}::date - 60, ${today}::date - 60, 'demo-maker'
      from (select *, row_number() over (order by elder_id)::int as n from visits.listed
             where district = ${district} and month = ${firstOfMonth(today)}::date and township = ${township} and due > 0 and not in_facility) l
     where n % 3 <> 0 and n <= 60`.execute(tx)
  await sql`
    insert into visits.help_act (district, id, pair_id, elder_id, township, village, kind, minutes, on_day, account)
    select district, gen_random_uuid(), id, elder_id, township, village, 'medicine', 30 + (k * 10), ${today}::date - 14 * k, 'demo-maker'
      from visits.pair cross join generate_series(1, 3) k where district = ${district} and township = ${township} and partner <> '示例·结对人2'`.execute(
    tx,
  )
}

type Planned = {
  id: string
  elder: string
  account: string
  on: Day
  lng: number | null
  lat: number | null
  n: number
}

const WELL = { 'V.1': 0, 'V.2': 0, 'V.3': 0, 'V.4': 0, 'V.5': 0, 'V.6': 0, 'V.7': 0, 'V.8': 0 }

/** The first villages of one township, through the front door: cases, needs and questions come of the records as they would in the field. */
async function visitsFromCloseBy(tx: Tx, order: DemonstrationOrder, month: Month): Promise<void> {
  const { district, township, today } = order
  const { rows } = await sql<Planned>`
    select * from (
      select p.id::text as id, p.elder_id::text as elder, p.account, p.on_day::text as "on", e.lng, e.lat, row_number() over (partition by p.village order by p.on_day, p.id)::int as n
        from visits.plan p join elders.elder e on e.district = p.district and e.id = p.elder_id
       where p.district = ${district} and p.month = ${month}::date and p.village = any (${closeBy(township)}::text[]) and p.on_day < ${today}::date) v
     where n <= 20 order by "on", id`.execute(tx)
  for (const planned of rows) {
    const gamed = planned.account === GAMED
    for (const record of gamed ? [atTheDesk(order, planned)] : atTheDoor(order, planned)) {
      const now = new Date(Date.parse(record.endedAt) + 3_600_000)
      const around = {
        actor: { account: planned.account, roles: ['villageWorker' as const] },
        name: gamed ? '示例·案头记录' : planned.account === order.helper ? '演示·养老助理' : '示例·助理',
        keyring: order.keyring,
        processes: order.processes,
        settings: order.settings,
        now,
        today: planned.on,
      }
      const kept = await recordVisit(tx, around, record)
      if (!kept.ok) throw new Error(`a demonstration visit was refused: ${kept.refusal.message}`)
    }
  }
  await lookedAfter(tx, order)
}

/** Somebody went to see all but those of the last days. */
async function lookedAfter(tx: Tx, { district, today, processes }: DemonstrationOrder): Promise<void> {
  const { rows } = await sql<{ district: string; id: string; on: Day }>`
    select district, case_id::text as id, (opened_at at time zone 'Asia/Shanghai')::date::text as "on" from visits.check
     where district = ${district} and closed_at is null and opened_at < ${today}::date - 3 order by opened_at`.execute(
    tx,
  )
  for (const { on, ...ref } of rows) {
    const actorAt = () => ({ account: 'demo-township', roles: ['townshipClerk' as const] })
    const done = await act(
      tx,
      ref,
      { move: 'findSafe', reason: '到家中见到本人，已联系家人' },
      { processes, actorAt, today: on },
    )
    if (!done.ok) throw new Error(`a demonstration check could not be closed: ${done.refusal.message}`)
  }
}

const blank = (
  district: string,
  { id, elder, on }: Planned,
  begins: string,
  minutes: number,
  part = '',
): VisitRecord => {
  const startedAt = `${on}T${begins}:00+08:00`
  const endedAt = new Date(Date.parse(startedAt) + minutes * 60_000).toISOString()
  return {
    id: idOf('visit', id, part),
    district,
    elderId: elder,
    planId: id,
    corrects: null,
    way: 'home',
    outcome: 'seen',
    notSeenReason: null,
    startedAt,
    endedAt,
    device: { id: DEVICE, clockOffset: 0, savedAt: endedAt },
    place: null,
    noPlaceBecause: 'noFix',
    instrument: { id: 'welfare-visit', version: '1' },
    answers: WELL,
    unchanged: [],
    dangerSigns: [],
    condition: '',
    needs: [],
    nextSteps: '',
    nextVisitOn: null,
    attachments: [],
    door: [],
    proposals: [],
    confirmations: [],
  }
}

/** All from one place, a minute each, the same answers and the same photo. */
function atTheDesk({ district }: DemonstrationOrder, planned: Planned): VisitRecord {
  const base = blank(district, planned, `15:${String(planned.n % 60).padStart(2, '0')}`, 1)
  const sha256 = createHash('sha256').update('one photo').digest('hex')
  return {
    ...base,
    place: { lng: 106.53, lat: 29.38, accuracy: 10, at: base.startedAt },
    noPlaceBecause: null,
    attachments: [{ id: idOf('photo', planned.id), kind: 'photo', sha256, bytes: 90_000, takenAt: base.startedAt }],
  }
}

/** What is found at doors: mostly well, some needs, somebody twice not seen, a fall. */
function atTheDoor({ district }: DemonstrationOrder, planned: Planned): VisitRecord[] {
  const { lng, lat, n } = planned
  const hour = String(9 + (n % 3)).padStart(2, '0')
  const base = blank(district, planned, `${hour}:${String((n * 17) % 60).padStart(2, '0')}`, 12 + (n % 15))
  const place = lng === null || lat === null ? null : { lng, lat, accuracy: 12, at: base.startedAt }
  const answers = { ...WELL, 'V.6': n % 4 === 0 ? 1 : 0, 'V.7': n % 3 === 0 ? 1 : 0, 'V.8': n % 5 === 0 ? 1 : 0 }
  const seen: VisitRecord = { ...base, place, noPlaceBecause: place === null ? 'noFix' : null, answers }
  if (n === 5) {
    const missed = { outcome: 'notSeen' as const, notSeenReason: 'noAnswer' as const, instrument: null, answers: {} }
    const later = blank(district, planned, '16:30', 5, 'again')
    return [
      { ...seen, ...missed },
      { ...later, ...missed, place, noPlaceBecause: place === null ? ('noFix' as const) : null },
    ]
  }
  if (n === 9) return [{ ...seen, dangerSigns: ['fell'], condition: '在院坝摔倒，脚踝肿痛，已请邻居看护' }]
  if (n % 7 === 2)
    return [
      {
        ...seen,
        needs: [{ id: idOf('need', planned.id), kind: 'meal', words: '一个人做饭不方便，想在食堂订午饭' }],
        nextSteps: '联系食堂，下次上门告知结果',
      },
    ]
  if (n % 7 === 4)
    return [
      {
        ...seen,
        needs: [{ id: idOf('need', planned.id), kind: 'medicalEscort', words: '每月要去镇卫生院拿降压药，没有人陪' }],
      },
    ]
  if (n % 11 === 6) return [{ ...seen, way: 'phone', place: null, noPlaceBecause: 'off' }]
  if (n === 13) return [{ ...seen, proposals: [{ about: '居住地', words: '老人说下月搬去女儿家住。' }] }]
  return [seen]
}
