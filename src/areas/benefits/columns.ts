import { type RawBuilder, sql } from 'kysely'
import { type Column, type Encoding, type FactColumns, newColumn } from '../../engines/rulebook/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { SCHEMES } from './basis.ts'
import { claimStands } from './claims.ts'
import { columnOf, type FactsAt, factsIn } from './facts.ts'
import type { Batch } from './scope.ts'

/** The persons of a batch as columns of the rulebook's fifth reading, with the place of each. */
export type PersonColumns = {
  readonly count: number
  readonly columns: FactColumns
  /** The keys that the column of household divisions holds, in the order of its codes. */
  readonly divisions: readonly string[]
  /** Position in the batch's townships. */
  readonly townshipOf: Uint16Array
  /** Bit n: the person has claimed the nth of the month's schemes. */
  readonly claims: Uint8Array
  /** `id(row)` of a person, in the database's order of ids; empty where they were not asked for. */
  readonly ids: readonly string[]
  readonly districts: readonly string[]
}

const DIVISIONS = 'householdDivision'
/** Bytes before the facts: the township and the claims. */
const HEAD = 4
const UNKNOWN_DAY = -1_000_000_000
const NO_DAY = 1_000_000_000

/**
 * Reads the facts of everybody in a batch. The database packs each person into a few bytes and sends one long value: rows of their own would take
 * ten times as long to read. `encodings` are the program's; the dictionary of divisions comes with the answer.
 */
export async function readColumns(
  tx: Tx,
  batch: Batch,
  at: FactsAt,
  encodings: ReadonlyMap<string, Encoding>,
  ask: { ids: boolean } = { ids: false },
): Promise<PersonColumns> {
  const names = [...encodings.keys()]
  const fields = names.map((name) => ({ name, encoding: encodings.get(name)! }))
  const packed = [
    sql`int2send((array_position(${[...batch.townships]}::text[], f.township) - 1)::int2)`,
    sql`int2send(coalesce(claimed.bits, 0)::int2)`,
    ...fields.map(({ name, encoding }) => sql`int4send(${codeSql(name, encoding)})`),
    ...(ask.ids ? [sql`uuid_send(f.elder_id)`] : []),
  ]
  const order = ask.ids ? sql`order by f.elder_id` : sql``
  const { rows } = await sql<{ count: number; divisions: string[] | null; packed: Buffer | null; districts: string[] }>`
    with facts as materialized (${factsIn(at, names, batch)}),
         words as (select word, row_number() over (order by word)::int as at
                     from (select distinct ${names.includes(DIVISIONS) ? sql`household_division` : sql`null::text`} as word from facts) w
                    where word is not null and word <> '')
    select count(*)::int as count, (select array_agg(word order by at) from words) as divisions,
           string_agg(${sql.join(packed, sql` || `)}, ''::bytea ${order}) as packed,
           array_agg(distinct f.district) as districts
      from facts f ${names.includes(DIVISIONS) ? sql`left join words on words.word = f.household_division` : sql``}
      left join (select c.district, c.elder_id, bit_or(1 << (array_position(${[...SCHEMES]}::text[], c.scheme) - 1)) as bits
                   from benefits.claim c
                  where c.district = any (${[...batch.districts]}::text[]) and c.scheme = any (${[...SCHEMES]}::text[]) and ${claimStands(at.asOf, at.knownAt)}
                  group by c.district, c.elder_id) claimed on claimed.district = f.district and claimed.elder_id = f.elder_id`.execute(
    tx,
  )
  const row = rows[0]
  return unpack(
    row?.packed ?? Buffer.alloc(0),
    row?.count ?? 0,
    fields,
    row?.divisions ?? [],
    row?.districts ?? [],
    ask.ids,
  )
}

type Field = { readonly name: string; readonly encoding: Encoding }

function unpack(
  packed: Buffer,
  count: number,
  fields: readonly Field[],
  divisions: readonly string[],
  districts: readonly string[],
  withIds: boolean,
): PersonColumns {
  const width = HEAD + 4 * fields.length + (withIds ? 16 : 0)
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const townshipOf = new Uint16Array(count)
  const claims = new Uint8Array(count)
  for (let row = 0; row < count; row++) {
    townshipOf[row] = view.getUint16(row * width)
    claims[row] = view.getUint16(row * width + 2)
  }
  const columns: Record<string, Column> = {}
  for (const [at, { name, encoding }] of fields.entries()) {
    const wide = encoding.kind === 'codes' && name === DIVISIONS ? { ...encoding, values: divisions } : encoding
    const column = newColumn(wide, count)
    for (let row = 0; row < count; row++) column[row] = view.getInt32(row * width + HEAD + 4 * at)
    columns[name] = column
  }
  const ids = withIds ? Array.from({ length: count }, (_, row) => idAt(packed, row * width + width - 16)) : []
  return { count, columns, divisions, townshipOf, claims, ids, districts }
}

function idAt(packed: Buffer, from: number): string {
  const hex = packed.toString('hex', from, from + 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A fact's code in SQL, as `encode` gives it: NULL is unknown, and "known to be none" has the rulebook's value of its own. */
function codeSql(name: string, encoding: Encoding): RawBuilder<unknown> {
  const column = sql.raw(`f.${columnOf(name)}`)
  if (encoding.kind === 'line') {
    if (encoding.of !== 'day') return sql`coalesce(${column}::int, -2)`
    const unknown = name === 'diedOn' ? NO_DAY : UNKNOWN_DAY
    return sql`case when ${column} is null then ${sql.lit(unknown)} when ${column} = 'infinity' then ${sql.lit(NO_DAY)} else ${column} - date '1970-01-01' end`
  }
  if (name === DIVISIONS)
    return sql`case when ${column} is null then 0 when ${column} = '' then 1 else 1 + words.at end`
  if (encoding.many) {
    const bits = encoding.values.map(
      (word, at) => sql`case when ${sql.lit(String(word))} = any (${column}) then ${sql.lit(2 ** at)} else 0 end`,
    )
    return sql`case when ${column} is null then 0 else 1 + ${sql.join(bits, sql` + `)} end`
  }
  return sql`case when ${column} is null then 0 when ${column} = '' then 1 else 1 + array_position(${encoding.values.map(String)}::text[], ${column}) end`
}
