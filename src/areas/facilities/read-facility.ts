import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { AttributeKind, AttributeValue } from './attributes.ts'
import { holdsOn } from './beds-on.ts'
import type { FacilityKey } from './locks.ts'
import type { FacilityKind } from './words.ts'

export type AttributeOn = {
  readonly value: AttributeValue
  readonly since: Day
  readonly until: Day | null
  readonly source: string
  readonly recordedAt: string
}

export type FacilityOn = FacilityKey & {
  readonly number: string
  readonly kind: FacilityKind
  /** The name on the day asked for. */
  readonly name: string
  readonly township: string
  readonly village: string | null
  readonly longitude: number | null
  readonly latitude: number | null
  readonly example: boolean
  readonly version: number
  readonly attributes: Readonly<Partial<Record<AttributeKind, AttributeOn>>>
}

/**
 * A facility as it was on a day, as known at a time (ISO text; left out: now). A day before anything is known of it gives it without
 * attributes. Undefined outside the caller's scope.
 */
export async function readFacility(
  tx: Tx,
  { district, id }: FacilityKey,
  on: Day,
  known: { readonly knownAt?: string | undefined } = {},
): Promise<FacilityOn | undefined> {
  const { rows } = await sql<Omit<FacilityOn, 'attributes'>>`
    select district, id::text, number, kind, name, township, village, longitude, latitude, example, version
      from facilities.facility where district = ${district} and id = ${id}::uuid`.execute(tx)
  const row = rows[0]
  if (row === undefined) return undefined
  const held = await sql<AttributeOn & { kind: AttributeKind }>`
    select p.kind, p.value, p.valid_from as since, p.valid_to as until, p.source, p.recorded_at::text as "recordedAt"
      from facilities.attribute p where p.district = ${district} and p.facility_id = ${id}::uuid and ${holdsOn(on, known)}`.execute(
    tx,
  )
  const attributes = Object.fromEntries(held.rows.map(({ kind, ...each }) => [kind, each]))
  const named = attributes.name?.value
  return { ...row, name: typeof named === 'string' ? named : row.name, attributes }
}
