import { sql } from 'kysely'
import { addMonths, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import { keepFact, lockElder, shareDistricts } from '../elders/index.ts'
import { numberSetting, settingsOn } from './settings.ts'
import { LEVELS, type Level } from './words.ts'

export type LevelToSettle = {
  readonly district: string
  readonly elderId: string
  /** 0 to 4, as GB/T 42195 counts. */
  readonly level: number
  readonly from: Day
  readonly origin: 'assessment' | 'recognition'
  /** The assessment or the recognition that it comes from. */
  readonly sourceId: string
  readonly account: string
  /** Exclusive; left out, the district's setting says how long; null where that is not set. */
  readonly validUntil?: Day | null
}

/**
 * Makes a result count: the dated row of this area, the fact of the register (benefits, lists and queues read that), and an event for whoever
 * places people by level. A result from the same day before is ended. Whether the level ends with its validity is a setting; unset, it lasts
 * until the next result. Called as the system role, before any other row of the person is locked.
 */
export async function settleLevel(tx: Tx, of: LevelToSettle): Promise<{ validUntil: Day | null }> {
  const { district, elderId, level, from } = of
  await shareDistricts(tx, [district])
  await lockElder(tx, district, elderId)
  const settingOf = await settingsOn(tx, district, from)
  const months = numberSetting(settingOf, 'assessment-validity-months')
  const validUntil = of.validUntil !== undefined ? of.validUntil : months === undefined ? null : addMonths(from, months)
  await endResults(tx, district, elderId, from)
  await sql`
    insert into assessment.result (district, id, elder_id, township, village, level, from_day, valid_until, origin, source_id, recorded_by)
    select district, ${newId()}::uuid, id, township, village, ${level}::smallint, ${from}::date, ${validUntil}::date, ${of.origin},
           ${of.sourceId}::uuid, ${of.account}
      from elders.elder where district = ${district} and id = ${elderId}::uuid`.execute(tx)
  const ends = settingOf('assessment-level-ends-with-validity') === true
  await keepFact(tx, {
    district,
    elderId,
    account: of.account,
    kind: 'careDependency',
    value: [LEVELS[level] as Level],
    validFrom: from,
    ...(ends && validUntil !== null ? { validTo: validUntil } : {}),
    source: { kind: 'assessment', ref: of.sourceId },
  })
  await publish(tx, {
    kind: 'assessment.levelSettled',
    district,
    payload: { elderId, level, from, validUntil, origin: of.origin, source: of.sourceId },
  })
  return { validUntil }
}

/** Ends the result that stands from a day; it stays readable. */
export async function endResults(tx: Tx, district: string, elderId: string, from: Day): Promise<void> {
  await sql`
    update assessment.result set ended_at = clock_timestamp()
     where district = ${district} and elder_id = ${elderId}::uuid and from_day = ${from}::date and ended_at is null`.execute(
    tx,
  )
}

export type LevelThen = {
  readonly level: Level
  /** 0 to 4. */
  readonly index: number
  readonly since: Day
  /** Exclusive; null where nobody has set how long a result is valid, or the level came with a list. */
  readonly validUntil: Day | null
  /** The validity is over on the day: the level is shown with its age until somebody assesses again. */
  readonly overdue: boolean
  /** `list`: from a department's list, without an assessment that we know of. */
  readonly origin: 'assessment' | 'recognition' | 'list'
}

/** The ability level of a person on a day, with where it comes from; undefined where none is known. Sees what the transaction sees. */
export async function levelOn(tx: Tx, district: string, elderId: string, on: Day): Promise<LevelThen | undefined> {
  const { rows } = await sql<{
    level: Level
    since: Day
    validUntil: Day | null
    origin: 'assessment' | 'recognition' | null
  }>`
    select f.value[1] as level, f.valid_from as since, r.valid_until as "validUntil", r.origin
      from elders.fact f
      left join assessment.result r on r.district = f.district and r.elder_id = f.elder_id and r.from_day = f.valid_from and r.ended_at is null
     where f.district = ${district} and f.elder_id = ${elderId}::uuid and f.kind = 'careDependency' and f.superseded_at is null
       and f.valid_from <= ${on}::date and (f.valid_to is null or f.valid_to > ${on}::date)`.execute(tx)
  const found = rows[0]
  if (found === undefined) return undefined
  const overdue = found.validUntil !== null && found.validUntil <= on
  return { ...found, index: LEVELS.indexOf(found.level), overdue, origin: found.origin ?? 'list' }
}
