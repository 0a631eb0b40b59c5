import { sql } from 'kysely'
import { takeNumbers } from '../../engines/process/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { AttributeKind, AttributeValue } from './attributes.ts'
import { setAttributes } from './set-attributes.ts'
import { addBeds, type NewBed } from './set-beds.ts'
import type { FacilityKind } from './words.ts'

export type NewFacility = {
  readonly district: string
  readonly township: string
  readonly village: string | null
  readonly kind: FacilityKind
  readonly name: string
  readonly point?: { readonly longitude: number; readonly latitude: number } | undefined
  /** The day from which everything given holds. */
  readonly from: Day
  readonly attributes: Readonly<Partial<Record<AttributeKind, AttributeValue>>>
  readonly beds: readonly NewBed[]
  readonly source: string
  readonly example: boolean
}

/** Files a facility with its attributes and beds. As the system role; the caller has checked place, values and the right to write. */
export async function registerFacility(
  tx: Tx,
  by: string,
  today: Day,
  given: NewFacility,
): Promise<{ id: string; number: string }> {
  const id = newId()
  const [number = ''] = await takeNumbers(tx, 'SS', Number(today.slice(0, 4)), 1)
  const { district, township, village, kind, name } = given
  await sql`
    insert into facilities.facility (district, id, number, kind, name, township, village, longitude, latitude, example, recorded_by)
    values (${district}, ${id}::uuid, ${number}, ${kind}, ${name}, ${township}, ${village}, ${given.point?.longitude ?? null},
            ${given.point?.latitude ?? null}, ${given.example}, ${by})`.execute(tx)
  const facility = { district, id, kind, name, township, village, version: 1 }
  const attributes = Object.entries({ status: 'operating', ...given.attributes, name })
  await setAttributes(
    tx,
    by,
    today,
    facility,
    attributes.map(([attribute, value]) => ({
      kind: attribute as AttributeKind,
      value,
      validFrom: given.from,
      source: given.source,
    })),
  )
  await addBeds(tx, by, facility, given.beds, { from: given.from, source: given.source })
  await record(tx, {
    district,
    account: by,
    action: 'facility.register',
    object: 'facilities.facility',
    objectId: id,
    after: { number, kind, name, attributes: attributes.length, beds: given.beds.length },
  })
  return { id, number }
}
