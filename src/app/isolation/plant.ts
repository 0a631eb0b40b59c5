import { sql } from 'kysely'
import { asOwner, type Db, newId, type Tx } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { markOf } from './places.ts'
import { plantBatch } from './plant-imports.ts'

/** What an attacker may have learnt of the planted rows: everything but their marks. */
export type Planted = {
  ids: string[]
  numbers: string[]
  phones: string[]
  names: string[]
  tables: string[]
  bare: string[]
}

const EACH = 3

export const nothingPlanted = (): Planted => ({ ids: [], numbers: [], phones: [], names: [], tables: [], bare: [] })

/**
 * Plants persons with everything that the register keeps of them in each village, then one row in every other table that leads
 * with a district, whichever area it belongs to. A table whose checks no generated row satisfies is named in `bare`.
 */
export async function plant(platform: Platform, villages: readonly string[], planted: Planted): Promise<void> {
  const bare: string[] = []
  const filled: string[] = []
  const persons = new Map<string, string>()
  await asOwner(platform.db, async (tx) => {
    for (const village of villages)
      for (let n = 0; n < EACH; n++) persons.set(village, await plantPerson(tx, platform, village, n, planted))
  })
  for (const [village] of persons) planted.ids.push(...(await plantBatch(platform, village)))
  for (const table of await districtTables(platform.db)) {
    let rows = 0
    for (const [village, person] of persons) if (await plantRow(platform, table, village, person)) rows++
    ;(rows > 0 ? filled : bare).push(table.name)
  }
  planted.tables = filled
  planted.bare = bare
}

async function plantPerson(
  tx: Tx,
  { keyring }: Platform,
  village: string,
  n: number,
  planted: Planted,
): Promise<string> {
  const [district, township, id] = [village.slice(0, 6), village.slice(0, 9), newId()]
  const number = numberOf(planted.ids.length)
  const phone = `13${village.slice(3)}`
  const name = `甲${'乙丙丁'[n] ?? ''}${village.slice(-3)}`
  planted.ids.push(id)
  planted.numbers.push(number)
  planted.phones.push(phone)
  planted.names.push(name)
  await sql`
    insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_cipher, id_blind, id_last4_blind,
                              township, village, address)
    values (${district}, ${id}, ${`${name}${markOf(village, 'N')}`}, 'jiayi', 'jy', 'female', '1940-01-01', ${keyring.seal(number)},
            ${keyring.blindIndex('id', number)}, ${keyring.blindIndex('idLast4', number.slice(-4))}, ${township}, ${village},
            ${markOf(village, 'D')})`.execute(tx)
  await sql`
    insert into elders.identity (id_blind, district, elder_id, township, village)
    values (${keyring.blindIndex('id', number)}, ${district}, ${id}, ${township}, ${village})`.execute(tx)
  await sql`
    insert into elders.phone (district, elder_id, id, kind, cipher, blind, holder_name, relation, source_kind)
    values (${district}, ${id}, ${newId()}, 'guardian', ${keyring.seal(phone)}, ${keyring.blindIndex('phone', phone)},
            ${markOf(village, 'P')}, ${markOf(village, 'R')}, 'test')`.execute(tx)
  for (const [kind, value] of [
    ['hardship', ['lowIncome']],
    ['livingArrangement', ['alone']],
    ['residence', [village]],
  ] as const)
    await sql`
      insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, source_ref, recorded_by)
      values (${district}, ${id}, ${newId()}, ${kind}, ${value}::text[], '2024-01-01', 'test', ${markOf(village, 'F')}, 'test')`.execute(
      tx,
    )
  return id
}

/** A valid number of the unissued area: the n-th woman born on one day. */
function numberOf(n: number): string {
  const body = `50000019400101${String(n * 2).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, at) => all + weight * Number(body[at]), 0)
  return `${body}${'10X98765432'[sum % 11]}`
}

type Column = { name: string; type: string; needed: boolean; choices: string[] }
type Table = { name: string; columns: Column[] }

const DONE = new Set([
  'elders.elder',
  'elders.identity',
  'elders.phone',
  'elders.fact',
  'platform.idempotency',
  // Whole batches, since their columns, cells and rows have to fit each other.
  'imports.batch',
  'imports.staged_row',
  'imports.finding',
])

/** Tables that lead with a district, with the values that their checks name. */
async function districtTables(db: Db): Promise<Table[]> {
  const { rows } = await sql<{ name: string; columns: Column[] }>`
    select format('%s.%s', quote_ident(n.nspname), quote_ident(c.relname)) as name,
           jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'needed', a.attnotnull,
             'choices', coalesce((select jsonb_agg(m[1]) from pg_constraint k,
                                         regexp_matches(pg_get_constraintdef(k.oid), '''([A-Za-z]+)''::text', 'g') m
                                   where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '[]'))
             order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
       and n.nspname not in ('pg_catalog', 'information_schema', 'divisions', 'pgboss')
     group by 1 having bool_or(a.attname = 'district') order by 1`.execute(db)
  return rows.filter((row) => !DONE.has(row.name))
}

/** One row for a village. Foreign keys and triggers are off, so that each table can be filled by itself. */
async function plantRow({ db, keyring }: Platform, table: Table, village: string, person: string): Promise<boolean> {
  // Fewer and fewer columns: what may stay empty may also be what contradicts the rest.
  for (const generous of [true, false])
    try {
      const columns = table.columns.filter((column) => generous || column.needed)
      await asOwner(db, async (tx) => {
        await sql`select set_config('session_replication_role', 'replica', true)`.execute(tx)
        const values = columns.map(
          (column) =>
            sql`${column.name.endsWith('cipher') ? keyring.seal(markOf(village, 'C')) : plantedValue(column, village, person)}::${sql.raw(column.type)}`,
        )
        await sql`insert into ${sql.raw(table.name)} (${sql.join(columns.map((column) => sql.ref(column.name)))})
                  values (${sql.join(values)})`.execute(tx)
      })
      return true
    } catch {
      // Named by the caller when nothing could be planted.
    }
  return false
}

function plantedValue({ name, type, choices }: Column, village: string, person: string): unknown {
  if (/(^|_)(district|payer)$/.test(name)) return village.slice(0, 6)
  if (/(^|_)township$/.test(name)) return village.slice(0, 9)
  if (/(^|_)(village|division|place)$/.test(name)) return village
  if (choices.length > 0) return type.endsWith('[]') ? `{${choices[0]}}` : choices[0]
  if (name === 'elder_id' || name === 'person_id') return person
  if (type === 'uuid') return newId()
  if (type === 'text[]') return `{${markOf(village, 'L')}}`
  if (type === 'uuid[]') return '{}'
  if (type.startsWith('json')) return JSON.stringify({ text: markOf(village, 'J') })
  if (type === 'bytea') return `\\x${Buffer.from(markOf(village, 'B')).toString('hex')}`
  if (type === 'boolean') return false
  if (type === 'date') return /(_to|until|end)/.test(name) ? '2099-01-01' : '2026-11-01'
  if (type.startsWith('timestamp')) return '2026-11-01T00:00:00Z'
  if (type === 'xid8') return '5'
  if (/int|numeric|double|real/.test(type)) return 1
  if (type.endsWith('[]')) return '{}'
  return markOf(village, 'T')
}
