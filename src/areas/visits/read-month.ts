import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day, firstOfMonth, type Month } from '../../platform/clock/day.ts'
import { type Keyring, maskPhone } from '../../platform/crypto/index.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { DutyPerson, FieldAnswer, FieldMonth, PersonCard, PlannedVisit, Track } from './contract.ts'
import { districtsOf } from './people.ts'
import { currentQuestions } from './questions.ts'
import { BECAUSE } from './words.ts'

/** What one device may hold (UX F01: own villages only), and what a visit may bring along. */
const LIMITS = { people: 2000, photosPerVisit: 6, photoBytes: 400_000 }
/** Minutes on site to reckon with while nothing better is known. */
const MINUTES_ON_SITE = 20
const TRACKS = 40
const DUTY_DAYS = 35

type Around = {
  readonly keyring: Keyring
  readonly now: Date
  readonly today: Day
  readonly requestId?: string
  /** The caller keeps in the audit whose cards went where: it sends less than it reads. */
  readonly noted?: true
}

/**
 * Everything that a helper's device needs to work a month without a network, in the helper's scope: visits planned for the helper, cards of the
 * people of the helper's villages (phone numbers only for whom the helper is to visit), questions, duty people, tracks. `known` is the revision that the
 * device has: an unchanged month is not sent again.
 */
export async function readMonth(
  tx: Tx,
  who: Principal,
  asked: { readonly month: Month | undefined; readonly known: string | undefined },
  around: Around,
): Promise<FieldAnswer> {
  const month = asked.month ?? firstOfMonth(around.today)
  const villages = await ownVillages(tx, who, around.today)
  const keys = villages.map((each) => each.key)
  const visits = await listVisits(tx, who, month)
  const planned = new Set(visits.map((each) => each.elderId))
  const people = await listPeople(tx, keys, [...planned], districtsOf(who.scope), month, around.keyring)
  const body = {
    month: month.slice(0, 7),
    today: around.today,
    helper: { account: who.account, name: who.name },
    villages,
    questions: currentQuestions as unknown as FieldMonth['questions'],
    visits,
    people,
    duty: await elevated(tx, () => listDuty(tx, keys, around)),
    tracks: await listTracks(tx, keys),
    limits: LIMITS,
  }
  const revision = createHash('sha256').update(JSON.stringify(body)).digest('base64url')
  const serverTime = around.now.toISOString()
  if (revision === asked.known) return { state: 'same', revision, serverTime }
  if (around.noted === true) return { state: 'new', month: { ...body, revision, serverTime } }
  // Whose card goes to a device that may be lost is kept, person by person, for those whom the helper goes to see.
  await record(
    tx,
    people
      .filter((each) => planned.has(each.elderId))
      .map(({ district, elderId }) => ({
        district,
        account: who.account,
        action: 'visit.download',
        object: 'elder',
        objectId: elderId,
        ...(around.requestId === undefined ? {} : { requestId: around.requestId }),
      })),
  )
  return { state: 'new', month: { ...body, revision, serverTime } }
}

/** The villages of the helper's posts; whoever has none works in the villages of the grant. */
async function ownVillages(tx: Tx, who: Principal, today: Day): Promise<FieldMonth['villages']> {
  const { rows } = await sql<{ key: string; name: string; lng: number | null; lat: number | null }>`
    with own as (
      select distinct village as key from visits.post
       where district = any (${districtsOf(who.scope)}::text[]) and account = ${who.account} and valid_from <= ${today}::date and (valid_to is null or valid_to > ${today}::date)
      union
      select key from unnest(${[...who.scope.villages]}::text[]) key
       where not exists (select 1 from visits.post where district = any (${districtsOf(who.scope)}::text[]) and account = ${who.account}))
    select o.key, coalesce(d.name, o.key) as name, round(avg(e.lng)::numeric, 6)::float8 as lng, round(avg(e.lat)::numeric, 6)::float8 as lat
      from own o left join divisions.division d on d.key = o.key
      left join elders.elder e on e.district = left(o.key, 6) and e.village = o.key and e.lng is not null
     group by o.key, d.name order by o.key`.execute(tx)
  return rows.map(({ key, name, lng, lat }) => ({
    key,
    name,
    point: lng === null || lat === null ? null : { lng, lat },
  }))
}

async function listVisits(tx: Tx, { account, scope }: Principal, month: Month): Promise<PlannedVisit[]> {
  const { rows } = await sql<Omit<PlannedVisit, 'minutes' | 'window'>>`
    select district, id::text as id, elder_id::text as "elderId", to_char(month, 'YYYY-MM') as month, on_day::text as "on", from_day::text as "from",
           until_day::text as until, ordinal, state, attempts
      from visits.plan where district = any (${districtsOf(scope)}::text[]) and account = ${account} and month = ${month}::date order by on_day, village, elder_id, ordinal`.execute(
    tx,
  )
  return rows.map((row) => ({ ...row, minutes: MINUTES_ON_SITE, window: null }))
}

type PersonRow = Omit<PersonCard, 'point' | 'phones' | 'because'> & {
  lng: number | null
  lat: number | null
  because: string[]
  phones: { kind: string; holder: string | null; relation: string | null; cipher: string }[]
  planned: boolean
}

async function listPeople(
  tx: Tx,
  villages: readonly string[],
  planned: readonly string[],
  districts: readonly string[],
  month: Month,
  keyring: Keyring,
): Promise<PersonCard[]> {
  const { rows } = await sql<PersonRow>`
    with person as materialized (
      select e.*, e.id = any (${[...planned]}::uuid[]) as planned from elders.elder e
       where e.district = any (${[...districts]}::text[])
         and (e.village = any (${[...villages]}::text[]) or e.id = any (${[...planned]}::uuid[])) and e.merged_into is null
         and not exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.kind = 'death' and f.value <> '{}' and f.superseded_at is null)
       order by e.id = any (${[...planned]}::uuid[]) desc, e.id limit ${LIMITS.people})
    select p.district, p.id::text as "elderId", p.version, p.name, p.sex, p.birth_date::text as "birthDate", p.township, p.village,
           coalesce(d.name, p.village, '') as "villageName", p.address, p.lng, p.lat, coalesce(l.because, '{}') as because, coalesce(l.risk, 'none') as risk, p.planned,
           coalesce((select jsonb_agg(jsonb_build_object('kind', h.kind, 'holder', h.holder_name, 'relation', h.relation, 'cipher', encode(h.cipher, 'base64')) order by h.id)
                       from elders.phone h where p.planned and h.district = p.district and h.elder_id = p.id and h.ended_at is null), '[]') as phones,
           jsonb_build_object('version', coalesce(o.version, 0), 'keyHolder', o.key_holder, 'hearing', o.hearing, 'dog', o.dog, 'path', o.path,
                              'bestTime', o.best_time, 'remark', o.remark) as door,
           (select jsonb_build_object('id', r.id, 'on', r.on_day, 'outcome', r.outcome, 'by', r.helper, 'instrumentVersion', coalesce(r.instrument_version, ''),
                                      'answers', r.answers, 'nextSteps', r.next_steps)
              from visits.record r where r.district = p.district and r.elder_id = p.id and r.corrected_by is null order by r.started_at desc limit 1) as last,
           coalesce((select jsonb_agg(jsonb_build_object('referral', f.id, 'kind', f.kind, 'words', f.words, 'owner', f.owner, 'dueOn', f.due_on,
                                      'state', f.state) order by f.reported_at)
                       from visits.referral f where f.district = p.district and f.elder_id = p.id and f.state in ('waiting', 'taken', 'done', 'returned')), '[]') as promised
      from person p
      left join divisions.division d on d.key = p.village
      left join visits.listed l on l.district = p.district and l.month = ${month}::date and l.elder_id = p.id
      left join visits.door o on o.district = p.district and o.elder_id = p.id
     order by p.id`.execute(tx)
  return rows.map(({ lng, lat, because, phones, planned: _, ...row }) => ({
    ...row,
    point: lng === null || lat === null ? null : { lng, lat },
    because: because.map((code) => BECAUSE[code] ?? code),
    phones: phones.map(({ cipher, ...phone }) => {
      const number = keyring.open(Buffer.from(cipher, 'base64'))
      return { ...phone, masked: maskPhone(number), number }
    }),
  }))
}

async function listDuty(tx: Tx, villages: readonly string[], { keyring, now, today }: Around): Promise<DutyPerson[]> {
  const townships = [...new Set(villages.map((key) => key.slice(0, 9)))]
  const { rows } = await sql<Omit<DutyPerson, 'phone'> & { cipher: Buffer }>`
    select u.township, coalesce(d.name, u.township) as "townshipName", u.name, u.cipher as cipher, to_json(u.from_at) #>> '{}' as "from",
           to_json(u.until_at) #>> '{}' as until
      from visits.duty u left join divisions.division d on d.key = u.township
     where u.district = any (${[...new Set(townships.map((key) => key.slice(0, 6)))]}::text[]) and u.township = any (${townships}::text[]) and u.until_at > ${now} and u.from_at < ${addDays(today, DUTY_DAYS)}::date
     order by u.township, u.from_at limit 200`.execute(tx)
  return rows.map(({ cipher, ...row }) => ({ ...row, phone: keyring.open(cipher) }))
}

async function listTracks(tx: Tx, villages: readonly string[]): Promise<Track[]> {
  const { rows } = await sql<Track>`
    select id::text as id, (started_at at time zone 'Asia/Shanghai')::date::text as "on", way, points, hazards from visits.track
     where district = any (${[...new Set(villages.map((key) => key.slice(0, 6)))]}::text[]) and village = any (${[...villages]}::text[]) order by started_at desc, id limit ${TRACKS}`.execute(
    tx,
  )
  return rows
}
