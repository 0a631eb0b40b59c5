import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { asOwner, type Db, newId, type Tx } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { markOf } from './places.ts'
import { plantBatch } from './plant-imports.ts'

/** What an attacker may have learnt of the planted rows: everything but their marks. */
export type Planted = {
  ids: string[]
  /** The same ids with what they name and where it lies. */
  rows: PlantedRow[]
  numbers: string[]
  phones: string[]
  names: string[]
  tables: string[]
  bare: string[]
}

export type PlantedRow = { table: string; village: string; id: string }

const EACH = 3

export const nothingPlanted = (): Planted => ({
  ids: [],
  rows: [],
  numbers: [],
  phones: [],
  names: [],
  tables: [],
  bare: [],
})

/**
 * Plants persons with everything that the register keeps of them in each village, then one row in every other table that leads
 * with a district, whichever area it belongs to. A table whose checks no generated row satisfies is named in `bare`: it needs
 * values of its own in `FITTING`.
 */
export async function plant(platform: Platform, villages: readonly string[], planted: Planted): Promise<void> {
  const bare: string[] = []
  const filled: string[] = []
  const persons = new Map<string, string>()
  await asOwner(platform.db, async (tx) => {
    for (const village of villages)
      for (let n = 0; n < EACH; n++) persons.set(village, await plantPerson(tx, platform, village, n, planted))
    for (const village of villages) await plantPair(tx, village)
  })
  for (const [village] of persons)
    for (const id of await plantBatch(platform, village)) remember(planted, { table: 'imports.batch', village, id })
  for (const table of await districtTables(platform.db)) {
    let rows = 0
    for (const [village, person] of persons) {
      if (!(await plantRow(platform, table, village, person))) continue
      rows++
      if (table.columns.some(({ name, type }) => name === 'id' && type === 'uuid'))
        remember(planted, { table: table.name, village, id: idOf(table.name, village) })
    }
    const one = ONE_A_DISTRICT.has(table.name)
    ;(rows === persons.size || (one && rows > 0) ? filled : bare).push(table.name)
  }
  planted.tables = filled
  planted.bare = bare
}

function remember(planted: Planted, row: PlantedRow): void {
  planted.ids.push(row.id)
  planted.rows.push(row)
}

/** Always the same for a table and a village, so that the rows of an area name each other. */
function idOf(table: string, village: string): string {
  const digest = createHash('sha256').update(`${table} ${village}`).digest('hex')
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `7${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-')
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
  remember(planted, { table: 'elders.elder', village, id })
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

/** Two of a village's persons who may be one. */
async function plantPair(tx: Tx, village: string): Promise<void> {
  await sql`
    insert into elders.probable_duplicate (district, low, high, low_township, low_village, high_township, high_village, score, reasons, note)
    select district, min(id::text)::uuid, max(id::text)::uuid, min(township), min(village), min(township), min(village), 90, array['name'],
           ${markOf(village, 'N')}
      from elders.elder where district = ${village.slice(0, 6)} and village = ${village} group by district`.execute(tx)
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

/** Tables that are filled with whole objects. */
export const PLANTED_WHOLE: ReadonlySet<string> = new Set([
  'elders.elder',
  'elders.identity',
  'elders.phone',
  'elders.fact',
  'elders.probable_duplicate',
  'platform.idempotency',
  // Whole batches, since their columns, cells and rows have to fit each other.
  'imports.batch',
  'imports.staged_row',
  'imports.finding',
])

/** Values for columns whose table lets no generated value in; whatever else has to fit together is planted as a whole. */
const FITTING: Record<string, Record<string, unknown>> = {
  'care.task': { weekdays: '{1}' },
  'custody.account': { bank_code: '91500000000000000X', number: '6222000011112222' },
  'custody.withdrawal': { decided_by: 'the bank', reason: 'x' },
  // Two who answered and one who reviewed are three people.
  'assessment.assessment': { second_account: 'second', reviewed_by: 'third' },
  'assessment.draw': { to_day: '2027-01-01' },
  'documents.paper': { check_code: 'ABCDEFGH', href: '/w' },
  'ledger.posting': { lines: 2 },
  // Of what follows another line: the only kind that may name one.
  'payments.line': { kind: 'again' },
  'payments.settlement': { other_district: '999999' },
  // Before the first version that its person's file keeps.
  'elders.elder_past': { version: 0 },
  'subsidies.item': { counted: true },
  'process.deputy': { deputy: 'somebody' },
  'residency.contract': { payer: 'self' },
  'visits.duty': { until_at: '2999-01-01' },
  'visits.guardianship': { kind: 'agreed' },
}

/** Of these a district has one row, whatever its villages. */
const ONE_A_DISTRICT = new Set(['audit.seal', 'funds.service_list', 'ledger.closing', 'payments.bank_profile'])

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
  return rows.filter((row) => !PLANTED_WHOLE.has(row.name))
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
            sql`${column.name.endsWith('cipher') ? keyring.seal(markOf(village, 'C')) : plantedValue(table.name, column, village, person)}::${sql.raw(column.type)}`,
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

function plantedValue(table: string, { name, type, choices }: Column, village: string, person: string): unknown {
  const fitting = FITTING[table]?.[name]
  if (fitting !== undefined) return fitting
  if (/(^|_)(district|payer)$/.test(name)) return village.slice(0, 6)
  if (/(^|_)township$/.test(name)) return village.slice(0, 9)
  if (/(^|_)(village|division|place)$/.test(name)) return village
  if (choices.length > 0) return type.endsWith('[]') ? `{${choices[0]}}` : choices[0]
  if (/^(elder|person|subject|payee|kept)(_id)?$/.test(name) && type === 'uuid') return person
  if (type === 'uuid')
    return name === 'id' ? idOf(table, village) : idOf(`${table.split('.')[0]}.${name.replace(/_id$/, '')}`, village)
  if (type === 'text[]') return `{${markOf(village, 'L')}}`
  if (type === 'uuid[]') return '{}'
  if (type.startsWith('json')) return JSON.stringify({ text: markOf(village, 'J') })
  if (type === 'bytea' && /^(sha256|stored_as)$/.test(name)) return `\\x${'5a'.repeat(32)}`
  if (type === 'bytea') return `\\x${Buffer.from(markOf(village, 'B')).toString('hex')}`
  if (type === 'boolean') return false
  if (type === 'date') return /(_to|until|end)/.test(name) ? '2099-01-01' : '2026-11-01'
  if (type.startsWith('timestamp')) return '2026-11-01T00:00:00Z'
  if (type === 'xid8') return '5'
  if (name === 'year') return 2026
  if (name === 'amount_fen') return 100
  if (/int|numeric|double|real/.test(type)) return 1
  if (type.endsWith('[]')) return '{}'
  return markOf(village, 'T')
}
