import { sql } from 'kysely'
import type { CaseRow, Moved } from '../../engines/process/index.ts'
import { type Day, day, daysBetween } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Refusal } from '../../platform/http/index.ts'
import { labelled } from './act-on-facility.ts'
import type { AttributeKind, AttributeValue } from './attributes.ts'
import type { FilingForm } from './filing-contract.ts'
import { filingRefusals } from './filing-refusals.ts'
import { type FilingKind, OPENS } from './filing-words.ts'
import { type Locked, lockFacility } from './locks.ts'
import { readOpeningForm } from './opening-facts.ts'
import { peopleThere } from './people-there.ts'
import { registerFacility } from './register-facility.ts'
import { setAttributes } from './set-attributes.ts'
import { endBeds } from './set-beds.ts'
import type { BedKind, FacilityKind } from './words.ts'

type FilingRow = {
  district: string
  id: string
  number: string
  kind: FilingKind
  facilityId: string | null
  name: string
  operator: string
  township: string
  village: string | null
  effectiveOn: Day
  form: FilingForm
  example: boolean
}

const NOTICE_DAYS = 30

async function readRow(tx: Tx, { district, id }: { district: string; id: string }): Promise<FilingRow | undefined> {
  const { rows } = await sql<FilingRow>`
    select district, id::text, number, kind, facility_id::text as "facilityId", name, operator, township, village, effective_on as "effectiveOn",
           form, example from facilities.filing where district = ${district} and id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** What stands against a receipt beside missing material: an end without a place for every resident, issues that are not settled. */
export async function objectionToReceipt(tx: Tx, row: CaseRow, today: Day): Promise<Refusal | undefined> {
  const filing = await readRow(tx, row)
  if (filing === undefined) return filingRefusals.unknown()
  if (filing.kind === 'closing') {
    const { plan } = filing.form
    if (plan === undefined || plan.placed < plan.residents)
      return filingRefusals.notPlaced((plan?.residents ?? 0) - (plan?.placed ?? 0))
    // The plan is the home's word; the stays that are still open say who has not left.
    const left =
      filing.facilityId === null
        ? 0
        : await peopleThere(tx, { district: filing.district, id: filing.facilityId }, filing.effectiveOn)
    if (left > 0) return filingRefusals.notPlaced(left)
    if (daysBetween(day(plan.noticeOn), filing.effectiveOn) < NOTICE_DAYS) return filingRefusals.noticeTooLate()
  }
  const open = (filing.form.issues ?? []).filter((issue) => !issue.settled)
  if (open.length > 0) return filingRefusals.issuesOpen(open.length)
  // What holds for a facility at once is never filed for a day to come.
  if (filing.effectiveOn > today && filing.kind !== 'opening') return filingRefusals.notYet(filing.effectiveOn)
  return undefined
}

/** The receipt makes the facility, or changes it, from the day that the filing names. */
export async function effectOfReceipt(tx: Tx, moved: Moved): Promise<void> {
  const filing = await readRow(tx, moved)
  if (filing === undefined) throw new Error('a filing without its row')
  const by = moved.account
  const facilityId = OPENS.includes(filing.kind)
    ? await openFrom(tx, by, moved.onDay, filing)
    : await changeFrom(tx, by, moved.onDay, filing)
  await sql`
    update facilities.filing set state = ${moved.to}, filed_on = ${moved.onDay}::date, facility_id = ${facilityId}::uuid
     where district = ${filing.district} and id = ${filing.id}::uuid`.execute(tx)
  await sql`
    update facilities.filing_check set facility_id = ${facilityId}::uuid
     where district = ${filing.district} and filing_id = ${filing.id}::uuid`.execute(tx)
}

async function openFrom(tx: Tx, by: string, today: Day, filing: FilingRow): Promise<string> {
  const { opening, facilityKind, address } = filing.form
  const { facts } = readOpeningForm(opening, today)
  const beds = typeof facts.beds === 'number' ? facts.beds : 0
  const nursing = /^\d+$/.test(opening.nursingBeds.trim()) ? Number(opening.nursingBeds.trim()) : 0
  const groups: { kind: BedKind; count: number }[] = [
    { kind: 'ordinary', count: beds - nursing },
    { kind: 'nursing', count: nursing },
  ]
  const given: Partial<Record<AttributeKind, unknown>> = {
    operator: filing.operator,
    ownership: facts.ownership,
    tenure: facts.tenure,
    leaseYears: facts.leaseYears,
    floorArea: facts.floorArea,
    inUseSince: facts.inUseSince,
    hasPremisesTitle: facts.hasPremisesTitle,
    kitchen: opening.meals === 'yes' ? 'own' : opening.meals === 'no' ? 'none' : undefined,
    address: address === '' ? undefined : address,
  }
  const { id } = await registerFacility(tx, by, today, {
    district: filing.district,
    township: filing.township,
    village: filing.village,
    kind: (facilityKind ?? 'careHome') as FacilityKind,
    name: filing.name,
    // Planned for later or not: the facility stands in the register from its receipt.
    from: filing.effectiveOn > today ? today : filing.effectiveOn,
    attributes: {
      ...(Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
      ) as Partial<Record<AttributeKind, AttributeValue>>),
      status: filing.effectiveOn > today ? 'preparing' : 'operating',
    },
    beds: labelled(
      0,
      groups.filter((each) => each.count > 0),
    ),
    source: `备案 ${filing.number}`,
    example: filing.example,
  })
  return id
}

async function changeFrom(tx: Tx, by: string, today: Day, filing: FilingRow): Promise<string> {
  const facility =
    filing.facilityId === null
      ? undefined
      : await lockFacility(tx, { district: filing.district, id: filing.facilityId })
  if (facility === undefined) throw new Error('a filing of a facility that is not there')
  const source = `备案 ${filing.number}`
  const changes = filing.kind === 'change' ? (filing.form.changes ?? {}) : {}
  const status = filing.kind === 'suspension' ? 'suspended' : filing.kind === 'closing' ? 'closed' : undefined
  const sets = Object.entries({ ...changes, ...(status && { status }) })
  await setAttributes(
    tx,
    by,
    today,
    facility,
    sets.map(([kind, value]) => ({
      kind: kind as AttributeKind,
      value: value as AttributeValue,
      validFrom: filing.effectiveOn,
      source,
    })),
  )
  if (filing.kind === 'closing') await endAllBeds(tx, facility, filing.effectiveOn)
  return facility.id
}

async function endAllBeds(tx: Tx, facility: Locked, on: Day): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id::text from facilities.bed where district = ${facility.district} and facility_id = ${facility.id}::uuid`.execute(
    tx,
  )
  await endBeds(
    tx,
    facility,
    rows.map((row) => row.id),
    on,
  )
}
