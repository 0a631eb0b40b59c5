import { sql } from 'kysely'
import { inScope, newId, type Tx } from '../../platform/db/index.ts'
import { commonRefusals, once, Refused } from '../../platform/http/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { SaveView } from './contract.ts'
import type { Surroundings } from './list-elders.ts'
import { reachOfScope } from './places.ts'
import { refusals } from './refusals.ts'

export type View = SaveView & { id: string; mine: boolean; version: number }

/** The caller's own views, those shared in the area and the official ones. */
export async function listViews(tx: Tx, { principal }: Surroundings): Promise<View[]> {
  const { rows } = await sql<View>`
    select id::text, name, audience, filter, columns, sort, version, owner = ${principal.account} as mine
      from elders.saved_view order by audience = 'official' desc, audience = 'area' desc, name, id limit 200`.execute(
    tx,
  )
  return rows
}

/** Saves a list's filter, columns and order under a name. Official views are the district's and the city's to give. */
export async function saveView(around: Surroundings, given: SaveView, key: string | undefined): Promise<View> {
  const { platform, principal } = around
  if (given.audience === 'official' && !hasRole(principal, 'districtOfficer', 'cityOfficer'))
    throw new Refused(commonRefusals.notAllowed())
  const district = given.audience === 'area' ? (reachOfScope(principal.scope).districts[0] ?? '') : ''
  return inScope(platform.db, principal.scope, (tx) =>
    once(tx, { account: principal.account, route: 'elders.views', key, body: given }, async () => {
      const id = newId()
      await sql`
        insert into elders.saved_view (district, id, owner, audience, name, filter, columns, sort)
        values (${district}, ${id}, ${principal.account}, ${given.audience}, ${given.name}, ${JSON.stringify(given.filter)}::jsonb,
          ${given.columns}::text[], ${given.sort})`.execute(tx)
      return { ...given, id, mine: true, version: 1 }
    }),
  )
}

export async function removeView(around: Surroundings, id: string): Promise<void> {
  await inScope(around.platform.db, around.principal.scope, async (tx) => {
    const { rows } = await sql`delete from elders.saved_view where id = ${id}::uuid returning id`.execute(tx)
    if (rows.length === 0) throw new Refused(refusals.viewNotYours())
  })
}
