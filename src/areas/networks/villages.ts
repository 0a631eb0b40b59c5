import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { type DivisionTree, shortName } from '../divisions/index.ts'
import type { SetVillage, Villages } from './contract.ts'
import { refusals } from './refusals.ts'
import type { VillageState } from './words.ts'

type Own = { village: string; id: string; name: string }
type Setting = {
  village: string
  state: 'merged' | 'exempt'
  facilityId: string | null
  facilityName: string | null
  reason: Villages['rows'][number]['reason']
  document: string
}

/** The points that are open on a day, by their village. A closed point covers nobody. */
async function ownPoints(tx: Tx, district: string, on: Day): Promise<Map<string, Own>> {
  const { rows } = await sql<Own>`
    select f.village, f.id::text, f.name from facilities.facility f
      join facilities.attribute a on a.district = f.district and a.facility_id = f.id and a.kind = 'status' and a.superseded_at is null
       and a.valid_from <= ${on}::date and (a.valid_to is null or a.valid_to > ${on}::date) and a.value #>> '{}' = 'operating'
     where f.district = ${district} and f.kind = 'mutualAidPoint' and f.village is not null order by f.name desc`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.village, row]))
}

/** Every village of a district's towns in one of four states: its own point, merged, exempt, or missing. Communities of subdistricts have stations instead. */
export async function readVillages(tx: Tx, district: string, tree: DivisionTree, on: Day): Promise<Villages> {
  const own = await ownPoints(tx, district, on)
  const { rows } = await sql<Setting>`
    select s.village, s.state, s.facility_id::text as "facilityId", f.name as "facilityName", s.reason, s.document
      from networks.village_setting s
      left join facilities.facility f on f.district = s.district and f.id = s.facility_id
     where s.district = ${district} and s.valid_from <= ${on}::date and s.ended_on is null`.execute(tx)
  const settings = new Map(rows.map((row) => [row.village, row]))
  const open = new Set([...own.values()].map((point) => point.id))
  // A neighbour's point that has closed covers nobody any more. One outside the caller's scope has no name here, and is believed.
  const lapsed = (setting: Setting | undefined): boolean =>
    setting?.state === 'merged' && setting.facilityName !== null && !open.has(setting.facilityId ?? '')
  const villages = tree
    .townshipsOf(district, on)
    .flatMap((key) => tree.get(key) ?? [])
    .filter((township) => township.kind !== 'subdistrict')
    .flatMap((township) => tree.children(township.key, on).map((village) => ({ village, township: township.name })))
  const counts = { own: 0, merged: 0, exempt: 0, missing: 0 }
  const list = villages.map(({ village, township }) => {
    const point = own.get(village.key)
    const setting = settings.get(village.key)
    const state: VillageState = point ? 'own' : lapsed(setting) ? 'missing' : (setting?.state ?? 'missing')
    counts[state]++
    return {
      village: village.key,
      name: shortName(village.name),
      township,
      state,
      facilityId: point?.id ?? setting?.facilityId ?? null,
      facilityName: point?.name ?? setting?.facilityName ?? null,
      reason: point ? null : (setting?.reason ?? null),
      document: point ? null : (setting?.document ?? null),
    }
  })
  const order: readonly VillageState[] = ['missing', 'merged', 'exempt', 'own']
  return { counts, rows: list.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)) }
}

/** Says why a village needs no point of its own, or takes it back. As the system role. */
export async function setVillage(
  tx: Tx,
  by: string,
  district: string,
  { tree, today }: { tree: DivisionTree; today: Day },
  given: SetVillage,
): Promise<Result<{ done: boolean }>> {
  const { village } = given
  if (tree.get(village)?.level !== 'village' || !village.startsWith(district)) return refuse(refusals.notAVillage())
  const own = await ownPoints(tx, district, today)
  if (given.state !== 'none' && own.has(village)) return refuse(refusals.ownPoint())
  if (given.state === 'merged' && ![...own.values()].some((point) => point.id === given.facilityId))
    return refuse(refusals.facilityUnknown())
  await sql`select pg_advisory_xact_lock(7247, hashtext(${village}))`.execute(tx)
  await sql`
    update networks.village_setting set ended_on = greatest(${given.from}::date, valid_from + 1)
     where district = ${district} and village = ${village} and ended_on is null`.execute(tx)
  if (given.state === 'none') return ok({ done: true })
  await sql`
    insert into networks.village_setting (district, village, id, township, state, facility_id, reason, document, valid_from, recorded_by)
    values (${district}, ${village}, ${newId()}::uuid, ${village.slice(0, 9)}, ${given.state}, ${given.state === 'merged' ? given.facilityId : null}::uuid,
            ${given.state === 'merged' ? 'neighbouring' : given.reason}, ${given.document}, ${given.from}::date, ${by})`.execute(
    tx,
  )
  return ok({ done: true })
}
