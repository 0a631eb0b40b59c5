import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { DivisionTree } from '../src/areas/divisions/index.ts'
import type { Keyring } from '../src/platform/crypto/index.ts'
import { newId } from '../src/platform/db/index.ts'
import { putBack, takeOffIndexes } from './bare-tables.ts'
import { type CityRequest, generatePeople } from './city.ts'
import type { Person } from './person.ts'
import { addPerson, type Batch, emptyBatch, TABLES, type Table } from './rows.ts'

/** Files sent at once: enough for COPY to run at full speed, little enough to keep memory low. */
const BATCH = 2_500
/** From here on memory for building indexes is worth asking for. */
const LARGE = 200_000
const ORDER: readonly Table[] = ['elder', 'identity', 'phone', 'contact', 'fact']
const IN_ELDERS = ORDER.map((table) => `elders.${table}`)

export type LoadSurroundings = { databaseUrl: string; keyring: Keyring; tree: DivisionTree; account: string }

/** The register already holds people of this request; nothing was written. */
export class AlreadyLoaded extends Error {
  override name = 'AlreadyLoaded'
}

/**
 * Writes a synthetic city into the register, all of it or nothing, with one audit entry. While the database files one batch, the next
 * is generated and sealed. COPY is refused under row security, so rows are staged and then inserted as the system role.
 * @throws AlreadyLoaded when an ID number or an id is there already
 * @returns how many files were written
 */
export async function loadCity(around: LoadSurroundings, request: CityRequest): Promise<number> {
  // A connection of its own: COPY streams do not pass the pipelined connections of the pool.
  const client = new pg.Client({ connectionString: around.databaseUrl, application_name: 'yiyang-simulator' })
  // A connection that breaks fails the query that waits on it; it must not end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    if (request.elders >= LARGE) await client.query(`set local maintenance_work_mem = '384MB'`)
    const { rows } = await client.query<{ bare: boolean }>('select not exists (select 1 from elders.elder) as bare')
    const takenOff = rows[0]?.bare ? await takeOffIndexes(client, IN_ELDERS) : []
    await client.query('set local role yiyang_system')
    const written = await sendAll(client, generatePeople(around.tree, request), around.keyring)
    await recordLoad(client, around.account, request, written)
    await client.query('set local role none')
    await putBack(client, takenOff)
    await client.query('commit')
    await client.query(`analyze ${IN_ELDERS.join(', ')}`)
    return written
  } catch (error) {
    await client.query('rollback').catch(() => {})
    if ((error as { code?: string }).code !== '23505') throw error
    throw new AlreadyLoaded(
      'The register already holds synthetic people of this place or seed. Nothing was written; use a new data folder.',
    )
  } finally {
    await client.end()
  }
}

async function sendAll(client: pg.Client, people: Generator<Person>, keyring: Keyring): Promise<number> {
  for (const table of ORDER) {
    const columns = TABLES[table].join(', ')
    await client.query(
      `create temp table staged_${table} on commit drop as select ${columns} from elders.${table} where false`,
    )
  }
  const file = ORDER.map((table) => {
    const columns = TABLES[table].join(', ')
    return `insert into elders.${table} (${columns}) select ${columns} from staged_${table}; truncate staged_${table}`
  }).join('; ')
  let written = 0
  let filing: Promise<unknown> = Promise.resolve()
  for (;;) {
    const batch = nextBatch(people, keyring)
    await filing
    if (batch.people === 0) return written
    written += batch.people
    for (const table of ORDER) await copy(client, table, batch[table])
    filing = client.query(file)
    // A failure is met at the next `await filing`; until then it must not count as unhandled.
    filing.catch(() => {})
  }
}

function nextBatch(people: Generator<Person>, keyring: Keyring): Batch {
  const batch = emptyBatch()
  while (batch.people < BATCH) {
    const { value, done } = people.next()
    if (done) break
    addPerson(batch, value, keyring)
  }
  return batch
}

async function copy(client: pg.Client, table: Table, rows: readonly string[]): Promise<void> {
  const target = client.query(copyFrom(`copy staged_${table} (${TABLES[table].join(', ')}) from stdin`))
  for (let i = 0; i < rows.length; i += 1000)
    if (!target.write(rows.slice(i, i + 1000).join(''))) await once(target, 'drain')
  target.end()
  await finished(target)
}

async function recordLoad(client: pg.Client, account: string, request: CityRequest, written: number): Promise<void> {
  await client.query(
    `insert into audit.entry (district, id, account, action, object, object_id, after)
     values ('', $1, $2, 'load', 'syntheticCity', $3, $4)`,
    [newId(), account, request.within, JSON.stringify({ ...request, written })],
  )
}
