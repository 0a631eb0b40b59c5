import pg from 'pg'
import type { CityRequest } from './city.ts'
import { type LoadSurroundings, loadCity } from './load.ts'

/**
 * Fills the demonstration district with synthetic elders, wrong, stale and odd files among them on purpose. A district that already
 * holds anybody is left as it is, so every start may call this.
 * @returns how many files were written, 0 when the district was not empty
 */
export async function fillDemonstration(around: LoadSurroundings, request: CityRequest): Promise<number> {
  return (await isInhabited(around.databaseUrl, request.within)) ? 0 : loadCity(around, request)
}

async function isInhabited(databaseUrl: string, district: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  // A connection that breaks fails the query that waits on it; it must not end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin; set local role yiyang_system')
    const { rows } = await client.query('select 1 from elders.elder where district = $1 limit 1', [district])
    return rows.length > 0
  } finally {
    await client.end()
  }
}
