import { sql } from 'kysely'
import { takeNumbers } from '../../engines/process/index.ts'
import { addDays, addMonths, type Day, firstOfMonth } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { Settings } from '../../policy/index.ts'
import { personFacts, setFacts, shareDistricts } from '../elders/index.ts'
import { chargeMonth } from './charges.ts'
import { countDay } from './count-day.ts'
import { submitReport } from './daily-report.ts'
import { fillQueues } from './demonstration-queues.ts'
import { type Bed, type Candidate, type Seat, seatPeople } from './demonstration-seats.ts'
import { findHome, type Home } from './home.ts'
import { checksOn, RISKS } from './words.ts'

type Asked = { readonly district: string; readonly today: Day; readonly settings: Settings; readonly maker: string }

/** Of a hundred elders so many live in the homes of the demonstration: about 1,500 of 20,000. */
const PERCENT = 7.5

/**
 * Residents, contracts, waiting lists and reports for the demonstration's homes: whoever the synthetic register says lives in one first,
 * then supported and dependent persons. Everything is marked 示例; days are relative to the clock.
 */
export async function fillDemonstrationResidency(tx: Tx, asked: Asked): Promise<void> {
  const { district, today } = asked
  await shareDistricts(tx, [district])
  const homes = await homesOf(tx, asked)
  const people = await candidates(tx, asked)
  const beds = await bedsOf(tx, asked, homes)
  const count = Math.round((people.length * PERCENT) / 100)
  const seats = seatPeople(people, count, homes, beds, today)
  await writeStays(tx, asked, homes, seats)
  await tellRegister(tx, asked, seats)
  const seated = new Set(seats.map((seat) => seat.person.id))
  await fillQueues(
    tx,
    asked,
    homes,
    people.filter((each) => !seated.has(each.id)),
  )
  await writeReports(tx, asked, homes)
  await writeCharges(tx, asked, homes)
}

/** Homes with beds that operate, those of the demonstration's own operator first. */
async function homesOf(tx: Tx, { district, today }: Asked): Promise<Home[]> {
  const { rows } = await sql<{ id: string }>`
    select f.id::text from facilities.facility f
      left join facilities.attribute o on o.district = f.district and o.facility_id = f.id and o.kind = 'operator' and o.superseded_at is null
      left join facilities.attribute s on s.district = f.district and s.facility_id = f.id and s.kind = 'status' and s.superseded_at is null
           and s.valid_from <= ${today}::date and (s.valid_to is null or s.valid_to > ${today}::date)
     where f.district = ${district} and f.kind in ('careHome', 'publicHome', 'intensiveCareCentre', 'townshipHome', 'embeddedHome')
       and coalesce(s.value #>> '{}', 'operating') = 'operating'
     order by case f.kind when 'careHome' then 1 when 'publicHome' then 2 when 'intensiveCareCentre' then 3 else 4 end, f.number`.execute(
    tx,
  )
  const homes = await Promise.all(rows.map(({ id }) => findHome(tx, district, id, today)))
  return homes.filter((home) => home !== undefined)
}

async function candidates(tx: Tx, { district, today }: Asked): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select pf.elder_id::text as id, coalesce('extreme' = any (pf.hardship), false) as supported, pf.care_dependency as care,
           coalesce(pf.dementia = 'diagnosed', false) as dementia, coalesce('institution' = any (pf.living_arrangement), false) as told,
           pf.household_division as household, pf.residence_township as township, pf.residence_village as village
      from ${personFacts({ asOf: today }, { districts: [district] })} pf
     where pf.died_on is null and pf.residence_township is not null and pf.care_dependency is not null and pf.birth_date is not null
     order by told desc, supported desc, array_position(array['none', 'mild', 'moderate', 'severe', 'total'], pf.care_dependency) desc, md5(pf.name || pf.birth_date::text),
              pf.elder_id`.execute(tx)
  return rows
}

async function bedsOf(tx: Tx, { district, today }: Asked, homes: readonly Home[]): Promise<Bed[]> {
  const { rows } = await sql<Bed>`
    select p.facility_id::text as home, p.bed_id::text as bed, p.kind, p.valid_from as since
      from facilities.bed_period p join facilities.bed b on b.district = p.district and b.id = p.bed_id
     where p.district = ${district} and p.facility_id = any (${homes.map((home) => home.id)}::uuid[]) and p.superseded_at is null and p.in_use
       and p.kind <> 'slot' and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to > ${today}::date)
     order by b.label, p.facility_id`.execute(tx)
  return rows
}

async function writeStays(tx: Tx, asked: Asked, homes: readonly Home[], seats: readonly Seat[]): Promise<void> {
  const { district, today, maker } = asked
  const numbers = await takeNumbers(tx, 'RZ', Number(today.slice(0, 4)), seats.length)
  const contracts = await takeNumbers(tx, 'HT', Number(today.slice(0, 4)), seats.length)
  const rows = seats.map(({ person, bed, from, until, nth }, n) => {
    const home = homes.find((each) => each.id === bed.home)
    const level = ['none', 'mild', 'moderate', 'severe', 'total'].indexOf(person.care ?? 'none')
    const away = until === null ? absenceOf(nth, today, from) : {}
    return {
      id: newId(),
      occupancy: newId(),
      sheet: newId(),
      agreed: newId(),
      absence: newId(),
      number: numbers[n],
      contract: contracts[n],
      facility: bed.home,
      elder: person.id,
      township: person.township,
      village: person.village,
      home_township: home?.township,
      home_village: home?.village ?? null,
      bed: bed.bed,
      from_day: from,
      until_day: until,
      household: person.household,
      care: person.care,
      supported: person.supported,
      grp: person.supported ? (level > 0 ? 1 : 2) : 4,
      risks: Object.fromEntries(
        Object.keys(RISKS).map((risk, at) => {
          const high = (nth * 7 + at * 3) % 10 < level * 2
          return [
            risk,
            high
              ? { level: level > 2 ? 'high' : 'watch', measures: '床栏、陪护和巡视，按照护计划（示例）' }
              : { level: 'none', measures: '' },
          ]
        }),
      ),
      bed_fee: person.supported ? 0 : 90_000 + (n % 8) * 15_000,
      care_fee: person.supported ? 0 : 30_000 + level * 55_000,
      meal_fee: person.supported ? 0 : 75_000,
      payer: person.supported ? 'government' : n % 3 === 0 ? 'self' : 'family',
      signer: person.supported ? 'government' : n % 3 === 0 ? 'self' : 'supporter',
      ...away,
    }
  })
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, occupancy uuid, sheet uuid, agreed uuid, absence uuid, number text,
    contract text, facility uuid, elder uuid, township text, village text, home_township text, home_village text, bed uuid, from_day date, until_day date,
    household text, care text, supported boolean, grp int, risks jsonb, bed_fee bigint, care_fee bigint, meal_fee bigint, payer text, signer text,
    away text, away_from date, away_until date, expected date)`
  await sql`
    insert into residency.stay (district, id, number, facility_id, elder_id, holder, township, village, home_township, home_village, kind, from_day, until_day,
                                ended, ended_reason, household_division, care_level, supported, queue_group, example, recorded_by)
    select ${district}, id, number, facility, elder, elder, township, village, home_township, home_village, 'long', from_day, until_day,
           case when until_day is not null then 'left' end, case when until_day is not null then '回家居住（示例）' end, household, care, supported, grp,
           true, ${maker} from ${given}`.execute(tx)
  await sql`
    insert into residency.occupancy (district, id, facility_id, bed_id, stay_id, holder, township, village, from_day, until_day, recorded_by)
    select ${district}, occupancy, facility, bed, id, elder, home_township, home_village, from_day, until_day, ${maker} from ${given}`.execute(
    tx,
  )
  await sql`
    insert into residency.absence (district, id, facility_id, stay_id, township, village, kind, from_day, until_day, expected_back, recorded_by)
    select ${district}, absence, facility, id, home_township, home_village, away, away_from, away_until, expected, ${maker} from ${given}
     where away is not null`.execute(tx)
  await sql`
    insert into residency.risk_sheet (district, id, facility_id, stay_id, township, village, assessed_on, instrument, version, risks, assessed_by)
    select ${district}, sheet, facility, id, home_township, home_village, from_day, 'admission-risks', 'GB 38600-2019', risks, ${maker} from ${given}`.execute(
    tx,
  )
  await sql`
    insert into residency.contract (district, id, number, facility_id, stay_id, elder_id, township, village, home_township, home_village, signed_on, valid_from,
                                    bed_fee_fen, care_fee_fen, meal_fee_fen, deposit_fen, hospital_percent, leave_percent, payer, signed_by, example, recorded_by)
    select ${district}, agreed, contract, facility, id, elder, township, village, home_township, home_village, from_day, from_day, bed_fee, care_fee,
           meal_fee, case payer when 'government' then 0 else 2 * bed_fee end, 50, 100, payer, signer, true, ${maker} from ${given}`.execute(
    tx,
  )
  await sql`
    insert into residency.central_care_wish (district, id, elder_id, township, village, wish, answered_by, asked_on, note, asked_by)
    select ${district}, gen_random_uuid(), elder, township, village, 'central', case when care in ('severe', 'total') then 'guardian' else 'self' end,
           from_day, '示例', ${maker} from ${given} where supported`.execute(tx)
}

/** Some of each home are away, some of them since today, so that the day has something to explain. */
function absenceOf(nth: number, today: Day, from: Day): object {
  const at = nth % 40
  const since = (days: number) => (addDays(today, -days) > from ? addDays(today, -days) : undefined)
  const away = (kind: string, begun: number, until: Day | null, expected: Day | null) => {
    const day = since(begun)
    return day === undefined ? {} : { away: kind, away_from: day, away_until: until, expected }
  }
  if (at === 3) return away('hospital', 0, null, addDays(today, 8))
  if (at === 9) return away('hospital', 6, null, today)
  if (at === 14) return away('leave', 3, today, today)
  if (at === 27) return away('leave', 1, null, addDays(today, 2))
  return {}
}

/** The register says of everybody in a home that they live there. */
async function tellRegister(tx: Tx, { district, maker }: Asked, seats: readonly Seat[]): Promise<void> {
  const facts = seats
    .filter(({ person, until }) => !person.told && until === null)
    .map(({ person, from }) => ({
      elderId: person.id,
      kind: 'livingArrangement' as const,
      value: ['institution'],
      validFrom: from,
      validTo: null,
      source: { kind: 'residency' },
    }))
  await setFacts(tx, district, maker, facts)
}

/** Yesterday for every home; today for all but the operator's own first two and every fifth. */
async function writeReports(tx: Tx, { today, settings, maker }: Asked, homes: readonly Home[]): Promise<void> {
  for (const [n, home] of homes.entries())
    for (const on of n < 2 || n % 5 === 4 ? [addDays(today, -1)] : [addDays(today, -1), today]) {
      const { count, supported } = await countDay(tx, home, on)
      const counted = count.residents - count.onLeave - count.inHospital
      const ratio = home.kind === 'townshipHome' ? supported / 10 : count.residents / 3
      const made = await submitReport(tx, { account: maker, today, settings }, home, {
        on,
        counted,
        // One centre is short of people on purpose.
        careStaff: Math.max(1, Math.ceil(ratio) - (home.kind === 'intensiveCareCentre' ? 2 : 0)),
        nightStaff: Math.max(1, Math.ceil(count.residents / 25)),
        checks: checksOn(on).map((item) => ({ item, result: 'fine' as const })),
        hazards:
          n % 4 === 0 && on !== today
            ? [
                {
                  item: 'gas' as const,
                  place: '厨房',
                  what: '燃气软管到期（示例）',
                  person: '后勤组长',
                  dueOn: addDays(today, 2),
                },
              ]
            : [],
      })
      if (!made.ok) throw new Error(made.refusal.message)
    }
}

/** Last month under the contracts; one in eleven has not paid. */
async function writeCharges(
  tx: Tx,
  { district, today, settings, maker }: Asked,
  homes: readonly Home[],
): Promise<void> {
  const month = firstOfMonth(addMonths(today, -1))
  for (const home of homes) {
    const dueOn = addDays(firstOfMonth(today) as string as Day, 9)
    const made = await chargeMonth(tx, { account: maker, today, settings }, home, { month, dueOn })
    if (!made.ok) throw new Error(made.refusal.message)
  }
  await sql`
    update residency.charge set paid_fen = amount_fen
     where district = ${district} and (get_byte(decode(md5(stay_id::text), 'hex'), 0) % 11) > 0`.execute(tx)
}
