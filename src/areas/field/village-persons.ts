import { sql } from 'kysely'
import { currentTree, shortName } from '../divisions/index.ts'
import { personFacts } from '../elders/index.ts'
import type { VillagePerson } from './contract.ts'
import type { FieldSource } from './kinds.ts'

type Row = {
  id: string
  name: string
  sex: VillagePerson['sex']
  birthDate: string | null
  address: string | null
  village: string | null
  living: string[] | null
  hardship: string[] | null
  careDependency: string | null
  synthetic: boolean
}

/**
 * Everybody living of one's own villages, so that a visit nobody planned and an application on behalf need no network. Without numbers: whom
 * to call stands on the card of a visit. The oldest first, since the limit of a device leaves out the youngest.
 */
export const villagePersons: FieldSource = async (tx, { platform, principal }) => {
  const { villages } = principal.scope
  if (villages.length === 0) return []
  const asOf = platform.today()
  const own = sql`e.village = any (${[...villages]}::text[])`
  const districts = [...new Set(villages.map((village) => village.slice(0, 6)))]
  const { rows } = await sql<Row>`
    select pf.elder_id::text as id, pf.name, pf.sex, pf.birth_date::text as "birthDate", k.address, pf.residence_village as village,
           pf.living_arrangement as living, pf.hardship, pf.care_dependency as "careDependency", k.synthetic
      from ${personFacts({ asOf }, { shape: 'each', within: own, districts })} pf
      join elders.elder k on k.district = pf.district and k.id = pf.elder_id
     where pf.died_on is null and pf.residence_village = any (${[...villages]}::text[])
     order by pf.birth_date nulls last, pf.elder_id`.execute(tx)
  const tree = await currentTree(platform.db, platform.now().getTime())
  const names = new Map(villages.map((key) => [key, shortName(tree.get(key)?.name ?? key)]))
  return rows.map(({ id, village, ...row }) => ({
    kind: 'villagePerson',
    id,
    person: id,
    village: village ?? '',
    content: { ...row, villageName: names.get(village ?? '') ?? '' } satisfies VillagePerson,
  }))
}
