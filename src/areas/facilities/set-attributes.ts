import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { AttributeKind, AttributeValue } from './attributes.ts'
import { type Locked, raiseVersion } from './locks.ts'
import { overlay } from './periods.ts'

/** A value that is to hold from a day on; `validTo` exclusive, null = open, left out = until the next period on file. */
export type AttributeToSet = {
  readonly kind: AttributeKind
  readonly value: AttributeValue
  readonly validFrom: Day
  readonly validTo?: Day | null
  readonly source: string
}

type HeldRow = {
  id: string
  kind: AttributeKind
  value: AttributeValue
  validFrom: Day
  validTo: Day | null
  source: string
  recordedBy: string
}

/** What of one attribute was on file over the days of the new value; empty where it changed nothing. */
export type AttributeChange = { readonly kind: AttributeKind; readonly before: unknown; readonly after: unknown }

/**
 * Writes attributes of one locked facility with supersession (see `overlay`), at most one of a kind in a call. The facility's row
 * gets the name that holds today. As the system role.
 */
export async function setAttributes(
  tx: Tx,
  by: string,
  today: Day,
  facility: Locked,
  sets: readonly AttributeToSet[],
): Promise<AttributeChange[]> {
  const { rows } = await sql<HeldRow>`
    select id::text, kind, value, valid_from as "validFrom", valid_to as "validTo", source, recorded_by as "recordedBy"
      from facilities.attribute
     where district = ${facility.district} and facility_id = ${facility.id}::uuid and superseded_at is null
       and kind = any (${sets.map(({ kind }) => kind)}::text[])`.execute(tx)
  const changes: AttributeChange[] = []
  const ended: string[] = []
  const written: object[] = []
  for (const set of sets) {
    const held = rows.filter((row) => row.kind === set.kind)
    const laid = overlay(held, set)
    if (laid.written.length === 0) continue
    ended.push(...laid.ended)
    for (const piece of laid.written) {
      const of = held.find((row) => row.id === piece.of)
      written.push({
        id: newId(),
        kind: set.kind,
        value: piece.value,
        valid_from: piece.validFrom,
        valid_to: piece.validTo,
        source: of?.source ?? set.source,
        recorded_by: of?.recordedBy ?? by,
      })
    }
    const before = held
      .filter((row) => laid.ended.includes(row.id))
      .map(({ value, validFrom }) => ({ value, validFrom }))
    changes.push({ kind: set.kind, before, after: { value: set.value, validFrom: set.validFrom } })
  }
  if (changes.length === 0) return changes
  await sql`
    update facilities.attribute set superseded_at = statement_timestamp()
     where district = ${facility.district} and facility_id = ${facility.id}::uuid and id = any (${ended}::uuid[])`.execute(
    tx,
  )
  await sql`
    insert into facilities.attribute (district, facility_id, id, kind, value, valid_from, valid_to, recorded_at, source, recorded_by, township, village)
    select ${facility.district}, ${facility.id}::uuid, id, kind, value, valid_from, valid_to, statement_timestamp(), source, recorded_by,
           ${facility.township}, ${facility.village}
      from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as r(id uuid, kind text, value jsonb, valid_from date, valid_to date,
           source text, recorded_by text)`.execute(tx)
  if (sets.some(({ kind }) => kind === 'name')) await settleName(tx, facility, today)
  await raiseVersion(tx, facility)
  return changes
}

/** The name in lists and searches is the one that holds today. */
async function settleName(tx: Tx, { district, id }: Locked, today: Day): Promise<void> {
  await sql`
    update facilities.facility f set name = a.value #>> '{}'
      from facilities.attribute a
     where f.district = ${district} and f.id = ${id}::uuid and a.district = f.district and a.facility_id = f.id and a.kind = 'name'
       and a.superseded_at is null and a.valid_from <= ${today}::date and (a.valid_to is null or a.valid_to > ${today}::date)`.execute(
    tx,
  )
}
