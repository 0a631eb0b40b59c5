import { sql } from 'kysely'
import { type Score, score } from '../../engines/instrument/index.ts'
import { takeNumbers } from '../../engines/process/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import { findInstrument } from '../../policy/index.ts'
import { agree } from '../custody/index.ts'
import { shareDistricts } from '../elders/index.ts'
import { note } from './apply.ts'
import { findBed } from './beds.ts'
import { type By, type Home, lockHome } from './home.ts'
import { livesInHome } from './living.ts'
import { gateOf, lockOffer } from './offer.ts'
import { type Person, peopleById } from './people.ts'
import { definitionsOn } from './read-queue.ts'
import { refusals } from './refusals.ts'
import { groupOf } from './waiting-order.ts'
import { RISK_LEVELS, RISKS, type Risk, type RiskLevel } from './words.ts'

export type RiskAnswers = Readonly<Partial<Record<Risk, { readonly level: RiskLevel; readonly measures: string }>>>
export type ContractTerms = {
  readonly bedFeeFen: number
  readonly careFeeFen: number
  readonly mealFeeFen: number
  readonly depositFen: number
  readonly membershipFen: number
  readonly prepaidMonths: number
  readonly hospitalPercent: number | null
  readonly leavePercent: number | null
  readonly payer: 'self' | 'family' | 'government'
  readonly signedBy: 'self' | 'guardian' | 'supporter' | 'government'
  readonly until: Day | null
}
export type AdmissionOrder = {
  readonly offer: string
  readonly from: Day
  readonly risks: RiskAnswers
  readonly contract: ContractTerms
}
export type Admitted = { readonly stay: string; readonly number: string; readonly contract: string }

/** How far back an admission may be entered. */
const DAYS_BACK = 7

/**
 * Takes somebody in who was offered a bed: risks, contract, stay, bed, waiting list and the register's living arrangement in one
 * transaction, so that a process that ends in the middle leaves nothing. As the system role; the caller gives the transaction up on a refusal.
 */
export async function admit(tx: Tx, by: By, home: Home, order: AdmissionOrder): Promise<Result<Admitted>> {
  await shareDistricts(tx, [home.district])
  await lockHome(tx, home)
  const offer = await lockOffer(tx, home, order.offer)
  if (offer === undefined) return refuse(refusals.offerUnknown())
  if (offer.state !== 'open' && offer.state !== 'accepted') return refuse(refusals.offerMoved())
  if (order.from > by.today || order.from < addDays(by.today, -DAYS_BACK))
    return refuse(refusals.dayInvalid('入住日期应为今天，或不早于 7 天前。请核对后重新填写。'))
  if (order.contract.until !== null && order.contract.until <= order.from)
    return refuse(refusals.dayInvalid('合同到期日应在入住日期之后。请核对后重新填写。'))
  const bed = await findBed(tx, home.district, home.id, offer.bed, order.from)
  if (bed === undefined) return refuse(refusals.bedUnknown())
  if (bed.taken) return refuse(refusals.bedTaken())
  const application = await readApplication(tx, home, offer.application)
  if (application === undefined) return refuse(refusals.applicationUnknown())
  const person = (await peopleById(tx, home.district, [application.elder], by.today)).get(application.elder)
  const stopped = await stoppedBy(tx, by, home, person, order)
  if (stopped !== undefined || person === undefined) return refuse(stopped ?? refusals.personUnknown())

  const stay = newId()
  const [number = ''] = await takeNumbers(tx, 'RZ', Number(by.today.slice(0, 4)), 1)
  const [contract = ''] = await takeNumbers(tx, 'HT', Number(by.today.slice(0, 4)), 1)
  await insertStay(tx, by, home, { stay, number, application, person, order })
  await sql`
    insert into residency.occupancy (district, id, facility_id, bed_id, stay_id, holder, township, village, from_day, recorded_by)
    values (${home.district}, ${newId()}, ${home.id}, ${offer.bed}, ${stay}, ${person.id}, ${home.township}, ${home.village}, ${order.from},
            ${by.account})`.execute(tx)
  await insertRisks(tx, by, home, stay, order)
  await insertContract(tx, by, home, stay, contract, order)
  const agreed = await agreePrepayments(tx, by, home, { person, contract, order, example: application.example })
  if (agreed !== undefined) return refuse(agreed)
  await sql`
    update residency.offer set state = 'used', closed_by = ${by.account}, closed_at = clock_timestamp()
     where district = ${home.district} and id = ${offer.id}::uuid`.execute(tx)
  await sql`
    update residency.application set state = 'admitted', version = version + 1
     where district = ${home.district} and id = ${application.id}::uuid`.execute(tx)
  if (application.kind === 'long') await livesInHome(tx, by, home, person.id, order.from, number)
  await note(tx, by, home, 'residency.admit', stay, { number, bed: bed.label, from: order.from, contract })
  return ok({ stay, number, contract })
}

type Application = {
  id: string
  elder: string
  kind: 'long' | 'short' | 'respite'
  wantedUntil: Day | null
  example: boolean
}

async function readApplication(tx: Tx, home: Home, id: string): Promise<Application | undefined> {
  const { rows } = await sql<Application>`
    select id::text, elder_id::text as elder, kind, wanted_until as "wantedUntil", example from residency.application
     where district = ${home.district} and id = ${id}::uuid and state = 'offered' for update`.execute(tx)
  return rows[0]
}

async function stoppedBy(
  tx: Tx,
  by: By,
  home: Home,
  person: Person | undefined,
  order: AdmissionOrder,
): Promise<Refusal | undefined> {
  const stopped = await gateOf(tx, by, home, person)
  if (stopped !== undefined || person === undefined) return stopped
  const elsewhere = await livesIn(tx, home.district, person.id, order.from)
  if (elsewhere !== undefined) return refusals.livesElsewhere(elsewhere.home, elsewhere.since)
  const missing = scoreRisks(order.risks).missing.filter((code): code is Risk => Object.hasOwn(RISKS, code))
  if (missing.length > 0) return refusals.risksMissing(missing.map((risk) => RISKS[risk]).join('、'))
  const bare = (Object.keys(RISKS) as Risk[]).filter((risk) => {
    const answer = order.risks[risk]
    return answer !== undefined && answer.level !== 'none' && answer.measures.trim() === ''
  })
  if (bare.length > 0) return refusals.measuresMissing(bare.map((risk) => RISKS[risk]).join('、'))
  if (order.contract.payer === 'government' && !person.facts.hardship?.includes('extreme'))
    return refusals.payerNotSupported()
  return undefined
}

/** Where somebody lives on a day or later, in any home of the district; undefined where nowhere. */
async function livesIn(
  tx: Tx,
  district: string,
  elder: string,
  on: Day,
): Promise<{ home: string; since: Day } | undefined> {
  const { rows } = await sql<{ home: string; since: Day }>`
    select f.name as home, s.from_day as since
      from residency.stay s join facilities.facility f on f.district = s.district and f.id = s.facility_id
     where s.district = ${district} and s.elder_id = ${elder}::uuid and (s.until_day is null or s.until_day > ${on}::date) limit 1`.execute(
    tx,
  )
  return rows[0]
}

type NewStay = {
  readonly stay: string
  readonly number: string
  readonly application: Application
  readonly person: Person
  readonly order: AdmissionOrder
}

async function insertStay(
  tx: Tx,
  by: By,
  home: Home,
  { stay, number, application, person, order }: NewStay,
): Promise<void> {
  const supported = person.facts.hardship?.includes('extreme') ?? false
  const { group } = groupOf(person.facts, definitionsOn(by.today))
  await sql`
    insert into residency.stay (district, id, number, facility_id, elder_id, holder, township, village, home_township, home_village, application_id,
                                kind, from_day, planned_until, household_division, care_level, supported, queue_group, example, recorded_by)
    select ${home.district}, ${stay}::uuid, ${number}, ${home.id}::uuid, e.id, e.id, e.township, e.village, ${home.township}, ${home.village},
           ${application.id}::uuid, ${application.kind}, ${order.from}::date, ${application.wantedUntil}::date, ${person.householdDivision},
           ${person.careDependency}, ${supported}, ${group}, ${application.example}, ${by.account}
      from elders.elder e where e.district = ${home.district} and e.id = ${person.id}::uuid`.execute(tx)
}

/** The nine risks as the instrument scores them. */
function scoreRisks(risks: RiskAnswers): Score {
  const instrument = findInstrument('admission-risks')
  if (instrument === undefined) throw new Error('the catalogue has no admission-risks')
  const levels = Object.keys(RISK_LEVELS)
  const items = Object.fromEntries(Object.entries(risks).map(([risk, answer]) => [risk, levels.indexOf(answer.level)]))
  return score(instrument, { items })
}

async function insertRisks(tx: Tx, by: By, home: Home, stay: string, order: AdmissionOrder): Promise<void> {
  const { instrument, version } = scoreRisks(order.risks)
  await sql`
    insert into residency.risk_sheet (district, id, facility_id, stay_id, township, village, assessed_on, instrument, version, risks, assessed_by)
    values (${home.district}, ${newId()}, ${home.id}, ${stay}, ${home.township}, ${home.village}, ${by.today}, ${instrument}, ${version},
            ${JSON.stringify(order.risks)}::jsonb, ${by.account})`.execute(tx)
}

type Prepaid = {
  readonly person: Person
  readonly contract: string
  readonly order: AdmissionOrder
  readonly example: boolean
}

/** Hands what is paid in advance under the contract to custody, which knows the caps: nobody types it twice. The first refusal, if any. */
async function agreePrepayments(tx: Tx, by: By, home: Home, of: Prepaid): Promise<Refusal | undefined> {
  const { bedFeeFen, careFeeFen, mealFeeFen, depositFen, membershipFen, prepaidMonths, until } = of.order.contract
  const service = bedFeeFen + careFeeFen + mealFeeFen
  const sums = [
    { kind: 'deposit', agreedFen: depositFen, baseFen: bedFeeFen },
    { kind: 'membership', agreedFen: membershipFen, baseFen: service },
    { kind: 'service', agreedFen: service * prepaidMonths, baseFen: service },
  ] as const
  const asked = {
    by: by.account,
    district: home.district,
    facility: home.id,
    today: by.today,
    settings: by.settings,
    example: of.example,
  }
  for (const sum of sums.filter((each) => each.agreedFen > 0)) {
    const made = await agree(tx, asked, {
      ...sum,
      elder: { district: home.district, id: of.person.id },
      contract: of.contract,
      signedOn: by.today,
      ...(until === null ? {} : { endsOn: until }),
    })
    if (!made.ok) return made.refusal
  }
  return undefined
}

/** Facts of the stay that the contract repeats are taken from it. */
async function insertContract(
  tx: Tx,
  by: By,
  home: Home,
  stay: string,
  number: string,
  { contract, from }: AdmissionOrder,
): Promise<void> {
  await sql`
    insert into residency.contract (district, id, number, facility_id, stay_id, elder_id, township, village, home_township, home_village, signed_on,
                                    valid_from, valid_to, bed_fee_fen, care_fee_fen, meal_fee_fen, deposit_fen, membership_fen, prepaid_months,
                                    hospital_percent, leave_percent, payer, signed_by, example, recorded_by)
    select s.district, ${newId()}::uuid, ${number}, s.facility_id, s.id, s.elder_id, s.township, s.village, s.home_township, s.home_village,
           ${by.today}::date, ${from}::date, ${contract.until}::date, ${contract.bedFeeFen}::bigint, ${contract.careFeeFen}::bigint,
           ${contract.mealFeeFen}::bigint, ${contract.depositFen}::bigint, ${contract.membershipFen}::bigint, ${contract.prepaidMonths}::int,
           ${contract.hospitalPercent}::int, ${contract.leavePercent}::int, ${contract.payer}, ${contract.signedBy}, s.example, ${by.account}
      from residency.stay s where s.district = ${home.district} and s.id = ${stay}::uuid`.execute(tx)
}
