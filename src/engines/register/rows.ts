import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { columnOf, type Entry, type Field, type List, tableOf, type Value } from './list.ts'

/** One version of an entry as it is stored. */
export type EntryRow = Entry & {
  readonly district: string
  readonly entry: string
  readonly id: string
  readonly from: Day
  /** Exclusive; null while it lasts. */
  readonly to: Day | null
  readonly recordedAt: string
  readonly supersededAt: string | null
  readonly recordedBy: string
  readonly source: string
  readonly example: boolean
}

export const table = (list: List): RawBuilder<unknown> => sql.raw(tableOf(list))

/** A field's value in the form of the API: figures as numbers, days as text. */
const asJson = (field: Field): string => {
  const column = `p.${columnOf(field)}`
  return `'${field.name}', ${field.type === 'day' ? `to_char(${column}, 'YYYY-MM-DD')` : column}`
}

export const columns = (list: List): RawBuilder<unknown> =>
  sql.raw(`p.district, p.entry::text, p.id::text, p.name, p.township, p.village, p.facility_id::text as facility, p.organisation,
    jsonb_build_object(${list.fields.map(asJson).join(', ')}) as values, to_char(p.valid_from, 'YYYY-MM-DD') as "from",
    to_char(p.valid_to, 'YYYY-MM-DD') as "to", p.recorded_at::text as "recordedAt", p.superseded_at::text as "supersededAt",
    p.recorded_by as "recordedBy", p.source, p.example`)

/** The versions that hold on a day, as known at a time (ISO text; left out: now). */
export const holdsOn = (on: Day, knownAt?: string): RawBuilder<boolean> =>
  knownAt === undefined
    ? sql`p.superseded_at is null and p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to > ${on}::date)`
    : sql`p.recorded_at <= ${knownAt}::timestamptz and (p.superseded_at is null or p.superseded_at > ${knownAt}::timestamptz)
          and p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to > ${on}::date)`

/** Two entries say the same. */
export const sameEntry = (a: Entry, b: Entry): boolean =>
  (['name', 'township', 'village', 'facility', 'organisation'] as const).every((key) => a[key] === b[key]) &&
  [...new Set([...Object.keys(a.values), ...Object.keys(b.values)])].every(
    (name) => (a.values[name] ?? null) === (b.values[name] ?? null),
  )

const CASTS = {
  text: sql.raw('::text'),
  choice: sql.raw('::text'),
  integer: sql.raw('::bigint'),
  fen: sql.raw('::bigint'),
  number: sql.raw('::numeric'),
  day: sql.raw('::date'),
  yesNo: sql.raw('::boolean'),
}

export const valueSql = (field: Field, value: Value | undefined): RawBuilder<unknown> =>
  sql`${value ?? null}${CASTS[field.type]}`
