import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { namesOf, onDay } from './beds.ts'

export type Resident = {
  readonly stay: string
  readonly number: string
  readonly facility: string
  readonly elder: string
  readonly name: string | null
  readonly kind: 'long' | 'short' | 'respite'
  readonly since: Day
  readonly plannedUntil: Day | null
  /** The ability level that opened the gate at admission. */
  readonly careLevel: string | null
  readonly supported: boolean
  readonly group: number
  readonly householdDivision: string | null
  readonly bed: string | null
  readonly bedLabel: string | null
  readonly away: 'hospital' | 'leave' | null
  readonly awaySince: Day | null
  readonly expectedBack: Day | null
  readonly example: boolean
}
export type ResidentQuery = {
  readonly district: string
  readonly on: Day
  /** One home; left out: every home of the district that the caller may see. */
  readonly facility?: string | undefined
  readonly stay?: string | undefined
  readonly limit?: number
  /** The stay after which the page begins. */
  readonly after?: string | undefined
}

/** Who lives in a home, or in the homes of a district, on any day, wherever they slept: dated stays with bed and absence. By stay. */
export async function residentsOn(tx: Tx, query: ResidentQuery): Promise<Resident[]> {
  const { district, on, facility, stay, limit = 5000, after } = query
  const { rows } = await sql<Omit<Resident, 'name'>>`
    select s.id::text as stay, s.number, s.facility_id::text as facility, s.elder_id::text as elder, s.kind, s.from_day as since,
           s.planned_until as "plannedUntil", s.care_level as "careLevel", s.supported, s.queue_group as "group",
           s.household_division as "householdDivision", o.bed_id::text as bed, b.label as "bedLabel", a.kind as away,
           a.from_day as "awaySince", a.expected_back as "expectedBack", s.example
      from residency.stay s
      left join residency.occupancy o on o.district = s.district and o.stay_id = s.id and ${onDay('o', on)}
      left join facilities.bed b on b.district = o.district and b.id = o.bed_id
      left join residency.absence a on a.district = s.district and a.stay_id = s.id and ${onDay('a', on)}
     where s.district = ${district} and ${facility === undefined ? sql`true` : sql`s.facility_id = ${facility}::uuid`}
       and ${stay === undefined ? sql`true` : sql`s.id = ${stay}::uuid`}
       and ${after === undefined ? sql`true` : sql`s.id > ${after}::uuid`} and ${onDay('s', on)}
     order by s.id limit ${limit}`.execute(tx)
  const names = await namesOf(
    tx,
    district,
    rows.map((row) => row.elder),
  )
  return rows.map((row) => ({ ...row, name: names.get(row.elder) ?? null }))
}

export type Contract = {
  readonly id: string
  readonly number: string
  readonly facility: string
  readonly stay: string
  readonly elder: string
  readonly signedOn: Day
  readonly from: Day
  /** Exclusive; null while it is not ended. */
  readonly until: Day | null
  readonly bedFeeFen: number
  readonly careFeeFen: number
  readonly mealFeeFen: number
  readonly depositFen: number
  readonly membershipFen: number
  readonly prepaidMonths: number
  readonly hospitalPercent: number | null
  readonly leavePercent: number | null
  readonly payer: 'self' | 'family' | 'government'
  readonly signedBy: string
  readonly example: boolean
}

// A contract lasts until its own end, until the next one of the stay begins, or until the stay ends.
const contractColumns = sql`
  c.id::text, c.number, c.facility_id::text as facility, c.stay_id::text as stay, c.elder_id::text as elder, c.signed_on as "signedOn",
  c.valid_from as "from",
  least(c.valid_to, s.until_day, (select min(n.valid_from) from residency.contract n
         where n.district = c.district and n.stay_id = c.stay_id and n.valid_from > c.valid_from)) as until,
  c.bed_fee_fen::float8 as "bedFeeFen", c.care_fee_fen::float8 as "careFeeFen", c.meal_fee_fen::float8 as "mealFeeFen",
  c.deposit_fen::float8 as "depositFen", c.membership_fen::float8 as "membershipFen", c.prepaid_months as "prepaidMonths",
  c.hospital_percent as "hospitalPercent", c.leave_percent as "leavePercent", c.payer, c.signed_by as "signedBy", c.example`
const contracts = sql`residency.contract c join residency.stay s on s.district = c.district and s.id = c.stay_id`

/** The contracts of a home that hold on a day, one a stay. Sums are whole fen a month. */
export async function contractsOf(tx: Tx, district: string, facility: string, on: Day): Promise<Contract[]> {
  return contractsFrom(tx, { district, id: facility }, on, on)
}

/** Every contract of a home that holds on some day from one to another, both included; several a stay where it was amended. */
export async function contractsFrom(
  tx: Tx,
  home: { readonly district: string; readonly id: string },
  from: Day,
  to: Day,
): Promise<Contract[]> {
  const { rows } = await sql<Contract>`
    select * from (select ${contractColumns} from ${contracts}
                    where c.district = ${home.district} and c.facility_id = ${home.id}::uuid and c.valid_from <= ${to}::date) held
     where held.until is null or held.until > ${from}::date order by held.number`.execute(tx)
  return rows
}
