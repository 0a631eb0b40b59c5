import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem, elevated, newId, type Tx } from '../../platform/db/index.ts'
import { isCheckCode, newCheckCode } from '../../platform/documents/check-code.ts'
import { ok, type Platform, Refused, type Result, refuse } from '../../platform/http/index.ts'
import { findGuarded, type Principal } from '../../platform/identity/index.ts'
import { findHome, mayActFor } from '../residency/index.ts'
import type { NewTour, TourRow, TourTold } from './contract.ts'
import { tourDays } from './places.ts'
import { refusals } from './refusals.ts'

/** A bound of the product against a list filled by one hand; a home that can take more answers by telephone. */
const MOST_A_HALF = 10
/** Name and telephone have no use once the visit is over. */
const KEPT_DAYS = 30

type Row = {
  readonly district: string
  readonly id: string
  readonly facilityId: string
  readonly facility: string
  readonly number: string
  readonly checkCode: string
  readonly day: Day
  readonly half: 'morning' | 'afternoon'
  readonly people: number
  readonly state: TourTold['state']
  readonly answer: string | null
  readonly cipher: Buffer
}

const columns = sql`t.district, t.id::text as id, t.facility_id::text as "facilityId", f.name as facility, t.number, t.check_code as "checkCode",
  t.day::text as day, t.half, t.people, t.state, t.answer, t.data_cipher as cipher`
const from = sql`finder.tour t join facilities.facility f on f.district = t.district and f.id = t.facility_id`

/** Asks for a visit, without an account. The home sees name and telephone and nobody else does; the answer is found by number and code. */
export async function askForTour(platform: Platform, asked: NewTour): Promise<Result<TourTold>> {
  const today = platform.today()
  const { from: first, to: last } = tourDays(today)
  if (asked.day < first || asked.day > last) return refuse(refusals.tourPast())
  return asSystem(platform.db, async (tx): Promise<Result<TourTold>> => {
    const { district, id } = asked.facility
    const home = await findHome(tx, district, id, today)
    if (home === undefined) return refuse(refusals.unknown())
    // One after the other for a home, so that the count holds.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`tour ${id}`}, 0))`.execute(tx)
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from finder.tour
       where district = ${district} and facility_id = ${id}::uuid and day = ${asked.day}::date and half = ${asked.half} and state in ('asked', 'agreed')`.execute(
      tx,
    )
    if ((rows[0]?.open ?? 0) >= MOST_A_HALF) return refuse(refusals.tourFull())
    const [number, code] = [`CG${String(randomInt(100_000_000)).padStart(8, '0')}`, newCheckCode()]
    await sql`
      insert into finder.tour (district, id, number, check_code, facility_id, township, village, day, half, people, data_cipher)
      values (${district}, ${newId()}::uuid, ${number}, ${code}, ${id}::uuid, ${home.township}, ${home.village}, ${asked.day}::date, ${asked.half},
        ${asked.people}, ${platform.keyring.seal(JSON.stringify({ name: asked.name, phone: asked.phone }))})`.execute(
      tx,
    )
    await record(tx, {
      district,
      account: 'public',
      action: 'finder.askForTour',
      object: 'facility',
      objectId: id,
      after: { number, day: asked.day, half: asked.half },
    })
    const { day, half, people } = asked
    return ok({ number, code, day, half, people, state: 'asked', answer: null, facility: home.name, phone: null })
  })
}

/** A visit by its number and code; wrong codes lock the number for a while. @throws Refused */
async function openTour(platform: Platform, { number, code }: { number: string; code: string }): Promise<Row> {
  const typed = number.toUpperCase().replaceAll(/[\s-]/g, '')
  if (!/^CG\d{8}$/.test(typed)) throw new Refused(refusals.tourUnknown())
  const { YIYANG_LOCKOUT_ATTEMPTS: attempts, YIYANG_LOCKOUT_MINUTES: minutes } = platform.config
  const found = await findGuarded(platform.db, `tour:${typed}`, { attempts, minutes }, () =>
    asSystem(platform.db, async (tx) => {
      const { rows } = await sql<Row>`select ${columns} from ${from} where t.number = ${typed}`.execute(tx)
      return rows.find((row) => isCheckCode(code, row.checkCode))
    }),
  )
  if (found === 'locked') throw new Refused(refusals.tourLocked(minutes))
  if (found === undefined) throw new Refused(refusals.tourUnknown())
  return found
}

const told = ({ number, day, half, people, state, answer, facility }: Row): TourTold => ({
  number,
  day,
  half,
  people,
  state,
  answer,
  facility,
  phone: null,
  code: null,
})

export const readTour = async (platform: Platform, key: { number: string; code: string }): Promise<TourTold> =>
  told(await openTour(platform, key))

/** Whoever asked takes it back. */
export async function withdrawTour(platform: Platform, key: { number: string; code: string }): Promise<TourTold> {
  const row = await openTour(platform, key)
  await asSystem(platform.db, async (tx) => {
    const { rows } = await sql`
      update finder.tour set state = 'withdrawn' where district = ${row.district} and id = ${row.id}::uuid and state in ('asked', 'agreed')
      returning 1`.execute(tx)
    if (rows.length === 0) throw new Refused(refusals.tourOver())
  })
  return told({ ...row, state: 'withdrawn' })
}

/** Visits that a home or its office has to answer or expect, in the caller's scope. */
export async function listTours(tx: Tx, platform: Platform): Promise<TourRow[]> {
  const { rows } = await sql<Row>`
    select ${columns} from ${from} where t.day >= ${platform.today()}::date and t.state in ('asked', 'agreed')
     order by t.state <> 'asked', t.day, t.half desc, t.id limit 200`.execute(tx)
  return rows.map(({ district, id, facility, number, day, half, people, state, answer, cipher }) => ({
    district,
    id,
    facility,
    number,
    day,
    half,
    people,
    state,
    answer,
    ...(JSON.parse(platform.keyring.open(cipher)) as { name: string; phone: string }),
  }))
}

/** The home agrees, or says why not and what would do instead. */
export async function answerTour(
  tx: Tx,
  who: Principal,
  ref: { readonly district: string; readonly id: string },
  { agree, answer }: { readonly agree: boolean; readonly answer?: string | undefined },
  { today, requestId }: { readonly today: Day; readonly requestId: string },
): Promise<Result<true>> {
  if (!agree && (answer ?? '') === '') return refuse(refusals.answerMissing())
  const { rows } = await sql<Row>`
    select ${columns} from ${from} where t.district = ${ref.district} and t.id = ${ref.id}::uuid`.execute(tx)
  const row = rows[0]
  const home = row === undefined ? undefined : await findHome(tx, row.district, row.facilityId, today)
  if (row === undefined || home === undefined || !mayActFor(who, home)) return refuse(refusals.tourUnknown())
  const changed = await elevated(tx, () =>
    sql`
      update finder.tour set state = ${agree ? 'agreed' : 'declined'}, answer = ${answer || null}, answered_by = ${who.account},
             answered_at = clock_timestamp()
       where district = ${ref.district} and id = ${ref.id}::uuid and state = 'asked' returning 1`.execute(tx),
  )
  if (changed.rows.length === 0) return refuse(refusals.tourOver())
  await record(tx, {
    district: ref.district,
    account: who.account,
    action: agree ? 'finder.agreeTour' : 'finder.declineTour',
    object: 'facility',
    objectId: row.facilityId,
    after: { number: row.number },
    requestId,
  })
  return ok(true)
}

/** Clears visits away whose day is a month past. */
export async function clearTours(platform: Platform): Promise<void> {
  await asSystem(platform.db, (tx) =>
    sql`delete from finder.tour where day < ${platform.today()}::date - ${KEPT_DAYS}::int`.execute(tx),
  )
}
