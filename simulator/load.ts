import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { DivisionTree } from '../src/areas/divisions/index.ts'
import type { Keyring } from '../src/platform/crypto/index.ts'
import { newId } from '../src/platform/db/index.ts'
import { type CityRequest, generatePeople } from './city.ts'
import { addPerson, type Batch, emptyBatch, TABLES, type Table } from './rows.ts'

/** Files sent at once: enough for COPY to run at full speed, little enough to stay far below 100 MB. */
const BATCH = 8_000
const ORDER: readonly Table[] = ['elder', 'identity', 'phone', 'fact']

export type LoadSurroundings = { databaseUrl: string; keyring: Keyring; tree: DivisionTree; account: string }

/** The register already holds people of this request; nothing was written. */
export class AlreadyLoaded extends Error {
  override name = 'AlreadyLoaded'
}

/**
 * Writes a synthetic city into the register, all of it or nothing, with one audit entry. While the database takes one batch, the
 * next is generated and sealed. COPY is refused under row security, so rows are staged and then inserted as the system role.
 * @throws AlreadyLoaded when an ID number or an id is there already
 * @returns how many files were written
 */
export async function loadCity(around: LoadSurroundings, request: CityRequest): Promise<number> {
  // A connection of its own: COPY streams do not pass the pipelined connections of the pool.
  const client = new pg.Client({ connectionString: around.databaseUrl, application_name: 'yiyang-simulator' })
  await client.connect()
  try {
    await client.query('begin; set local role yiyang_system')
    for (const table of ORDER) {
      await client.query(`create temp table staged_${table} on commit drop as
        select ${TABLES[table].join(', ')} from elders.${table} where false`)
    }
    const people = generatePeople(around.tree, request)
    let written = 0
    let sending = Promise.resolve()
    for (;;) {
      const batch = nextBatch(people, around.keyring)
      await sending
      if (batch.people === 0) break
      written += batch.people
      sending = send(client, batch)
      // A failure is met at the next `await sending`; until then it must not count as unhandled.
      sending.catch(() => {})
    }
    await recordLoad(client, around.account, request, written)
    await client.query('commit')
    await client.query(ORDER.map((table) => `analyze elders.${table}`).join('; '))
    return written
  } catch (error) {
    await client.query('rollback').catch(() => {})
    if ((error as { code?: string }).code === '23505')
      throw new AlreadyLoaded(
        'The register already holds synthetic people of this place or seed. Nothing was written; use a new data folder.',
      )
    throw error
  } finally {
    await client.end()
  }
}

function nextBatch(people: Generator<Parameters<typeof addPerson>[1]>, keyring: Keyring): Batch {
  const batch = emptyBatch()
  while (batch.people < BATCH) {
    const { value, done } = people.next()
    if (done) break
    addPerson(batch, value, keyring)
  }
  return batch
}

async function send(client: pg.Client, batch: Batch): Promise<void> {
  for (const table of ORDER) {
    const columns = TABLES[table].join(', ')
    const rows = batch[table]
    const target = client.query(copyFrom(`copy staged_${table} (${columns}) from stdin`))
    await pipeline(Readable.from(chunks(rows)), target)
    await client.query(`insert into elders.${table} (${columns}) select ${columns} from staged_${table}`)
    await client.query(`truncate staged_${table}`)
  }
}

function* chunks(rows: readonly string[]): Generator<string> {
  for (let i = 0; i < rows.length; i += 500) yield rows.slice(i, i + 500).join('')
}

async function recordLoad(client: pg.Client, account: string, request: CityRequest, written: number): Promise<void> {
  await client.query(
    `insert into audit.entry (district, id, account, action, object, object_id, after) values ('', $1, $2, 'load', 'syntheticCity', $3, $4)`,
    [newId(), account, request.within, JSON.stringify({ ...request, written })],
  )
}
