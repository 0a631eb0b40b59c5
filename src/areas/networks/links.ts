import { sql } from 'kysely'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { lockFacility } from '../facilities/index.ts'
import type { Links, NewLink } from './contract.ts'
import { refusals } from './refusals.ts'

/** Who guides, runs or holds whom in a district, and the points and stations that nobody guides. */
export async function readLinks(tx: Tx, district: string): Promise<Links> {
  const { rows } = await sql<Links['rows'][number]>`
    select l.id::text, l.kind, l.facility_id::text as "facilityId", f.name as "facilityName", l.parent_id::text as "parentId", p.name as "parentName",
           l.valid_from::text as from
      from networks.link l
      join facilities.facility f on f.district = l.district and f.id = l.facility_id
      join facilities.facility p on p.district = l.district and p.id = l.parent_id
     where l.district = ${district} and l.valid_to is null order by p.name, f.name, l.id limit 1000`.execute(tx)
  const alone = await sql<Links['alone'][number]>`
    select f.id::text, f.name, f.kind from facilities.facility f
     where f.district = ${district} and f.kind in ('communityStation', 'estatePoint', 'mutualAidPoint')
       and not exists (select 1 from networks.link l where l.district = f.district and l.facility_id = f.id and l.kind = 'guides' and l.valid_to is null)
     order by f.name, f.id limit 500`.execute(tx)
  return { rows, alone: alone.rows }
}

/** Links a facility to the one above it: one of a kind, and never in a circle. As the system role. */
export async function addLink(tx: Tx, by: string, district: string, given: NewLink): Promise<Result<{ id: string }>> {
  await sql`select pg_advisory_xact_lock(7248, hashtext(${district}))`.execute(tx)
  const facility = await lockFacility(tx, { district, id: given.facilityId })
  const parent = await lockFacility(tx, { district, id: given.parentId })
  if (facility === undefined || parent === undefined) return refuse(refusals.facilityUnknown())
  const above = await sql`
    with recursive up as (
      select ${given.parentId}::uuid as id
      union
      select l.parent_id from up join networks.link l on l.district = ${district} and l.facility_id = up.id and l.kind = ${given.kind} and l.valid_to is null)
    select 1 from up where id = ${given.facilityId}::uuid`.execute(tx)
  if (above.rows.length > 0) return refuse(refusals.linkCircle())
  const id = newId()
  const written = await sql`
    insert into networks.link (district, id, facility_id, parent_id, kind, valid_from, recorded_by, township, village)
    values (${district}, ${id}::uuid, ${given.facilityId}::uuid, ${given.parentId}::uuid, ${given.kind}, ${given.from}::date, ${by},
            ${facility.township}, ${facility.village})
    on conflict do nothing returning id`.execute(tx)
  return written.rows.length === 0 ? refuse(refusals.linkTwice()) : ok({ id })
}
