import { sql } from 'kysely'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { VisitRecord } from './contract.ts'
import { type Doubt, type DoubtLimits, doubtsAbout, type Neighbour } from './doubts.ts'
import { visitDay } from './keep-record.ts'
import type { ElderHere } from './people.ts'

/** The limits beyond which a supervisor is asked to look. */
export const doubtLimits = (number: (id: string) => number | undefined): DoubtLimits => ({
  metres: number('visit-doubt-metres'),
  minutes: number('visit-doubt-minutes'),
  kmh: number('visit-doubt-speed'),
  equal: number('visit-doubt-equal'),
})

type Look = {
  readonly account: string
  readonly elder: ElderHere
  readonly record: VisitRecord
  readonly limits: DoubtLimits
  readonly now: Date
}

/** Looks at a record that was just kept, and writes down what a supervisor should ask about it. A question is asked once. */
export async function askQuestions(tx: Tx, { account, elder, record, limits, now }: Look): Promise<Doubt[]> {
  const [neighbours, reused, equalHomes] = await Promise.all([
    neighboursOf(tx, account, record),
    reusedIn(tx, record),
    limits.equal === undefined || Object.keys(record.answers).length < FEW_ANSWERS
      ? Promise.resolve(0)
      : equalRun(tx, account, record, limits.equal),
  ])
  const doubts = doubtsAbout(
    {
      atTheDoor: record.way === 'home',
      seen: record.outcome === 'seen',
      place: record.place,
      home: elder.lng === null || elder.lat === null ? null : { lng: elder.lng, lat: elder.lat },
      startedAt: Date.parse(record.startedAt),
      endedAt: Date.parse(record.endedAt),
      receivedAt: now.getTime(),
      clockOffset: record.device.clockOffset,
      neighbours,
      reused,
      equalHomes,
    },
    limits,
  )
  if (doubts.length > 0)
    await sql`
      insert into visits.question (district, id, elder_id, township, village, record_id, kind, account, on_day, facts)
      select ${elder.district}, id, ${elder.id}::uuid, ${elder.township}, ${elder.village}, ${record.id}::uuid, kind, ${account}, ${visitDay(record)}::date, facts
        from jsonb_to_recordset(${JSON.stringify(doubts.map((each) => ({ id: newId(), ...each })))}::jsonb) as q(id uuid, kind text, facts jsonb)
      on conflict (district, record_id, kind) do nothing`.execute(tx)
  return doubts
}

/** With fewer answers, being equal says nothing. */
const FEW_ANSWERS = 4

/** The helper's visits at a door just before and after, whichever arrived first. */
async function neighboursOf(tx: Tx, account: string, record: VisitRecord): Promise<Neighbour[]> {
  if (record.place === null || record.way !== 'home') return []
  const beside = (before: boolean) => sql`
    (select id::text as record, lng, lat, coalesce(accuracy, 0) as accuracy, started_at, ended_at from visits.record
      where district = ${record.district} and account = ${account} and way = 'home' and lng is not null and id <> ${record.id}::uuid
        and corrected_by is null and id is distinct from ${record.corrects}::uuid
        and ${before ? sql`started_at <= ${record.startedAt}` : sql`started_at > ${record.startedAt}`}
      order by started_at ${before ? sql`desc` : sql``} limit 1)`
  const { rows } = await sql<{
    record: string
    lng: number
    lat: number
    accuracy: number
    started_at: Date
    ended_at: Date
  }>`
    ${beside(true)} union all ${beside(false)}`.execute(tx)
  return rows.map(({ record: id, lng, lat, accuracy, started_at, ended_at }) => ({
    record: id,
    place: { lng, lat, accuracy },
    startedAt: new Date(started_at).getTime(),
    endedAt: new Date(ended_at).getTime(),
  }))
}

async function reusedIn(tx: Tx, record: VisitRecord): Promise<{ photos: number; others: string[] }> {
  const hashes = record.attachments.filter((each) => each.kind === 'photo').map((each) => each.sha256)
  if (hashes.length === 0) return { photos: 0, others: [] }
  const { rows } = await sql<{ record: string; hash: string }>`
    select distinct record_id::text as record, encode(sha256, 'hex') as hash from visits.attachment
     where district = ${record.district} and kind = 'photo' and record_id <> ${record.id}::uuid and record_id is distinct from ${record.corrects}::uuid
       and sha256 = any (array(select decode(h, 'hex') from unnest(${hashes}::text[]) h)) limit 50`.execute(tx)
  return { photos: new Set(rows.map((row) => row.hash)).size, others: [...new Set(rows.map((row) => row.record))] }
}

/** How many homes in a row before this visit, and this one, got the same answers from the helper. */
async function equalRun(tx: Tx, account: string, record: VisitRecord, limit: number): Promise<number> {
  if (record.way !== 'home' || record.outcome !== 'seen') return 0
  const { rows } = await sql<{ elder: string; same: boolean }>`
    select elder_id::text as elder, answers = ${JSON.stringify(record.answers)}::jsonb as same from visits.record
     where district = ${record.district} and account = ${account} and way = 'home' and outcome = 'seen' and corrected_by is null
       and started_at <= ${record.startedAt}
     order by started_at desc limit ${limit * 3}`.execute(tx)
  const other = rows.findIndex((row) => !row.same)
  return new Set((other < 0 ? rows : rows.slice(0, other)).map((row) => row.elder)).size
}
