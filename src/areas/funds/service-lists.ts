import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { ServiceLists } from './contract.ts'

/** Every published version of a district's list of basic services, the newest first. Public: nothing in it names a person. */
export async function readServiceLists(tx: Tx, district: string): Promise<ServiceLists> {
  const { rows } = await sql<ServiceLists['lists'][number]>`
    select version, valid_from as "validFrom", document, example, items from funds.service_list
     where division = ${district} order by version desc limit 50`.execute(tx)
  return { district, lists: rows }
}
