import type { Tx } from '../../platform/db/index.ts'
import { ok, type Platform, type Result, refuse } from '../../platform/http/index.ts'
import { sayClause } from '../../policy/index.ts'
import { sayAttribute } from '../facilities/index.ts'
import { findHome, publicQueue, readQueue } from '../residency/index.ts'
import { readSettings } from '../rules/index.ts'
import type { Compared, Detail, PublicQueue } from './contract.ts'
import { type Known, readPlaces, withCustody } from './places.ts'
import { refusals } from './refusals.ts'

type Ref = { readonly district: string; readonly id: string }
const asked = (platform: Platform) => ({ now: platform.now(), today: platform.today(), by: 'walk' as const })

const MORE = [
  ['profitKind', '登记性质'],
  ['operationForm', '运营方式'],
  ['affordable', '普惠'],
  ['status', '状态'],
  ['floorArea', '建筑面积'],
  ['kitchen', '供餐'],
  ['clinic', '医疗服务'],
  ['accessibility', '无障碍设施'],
] as const

/** P07: everything public about one place. As the system role. */
export async function readDetail(tx: Tx, platform: Platform, ref: Ref): Promise<Result<Detail>> {
  const found = await readPlaces(tx, ref.district, asked(platform), [ref.id])
  const [known] = await withCustody(tx, found, platform.today())
  if (known === undefined) return refuse(refusals.unknown())
  const told = (kind: 'inspection' | 'penalty') =>
    known.told.filter((each) => each.kind === kind).map(({ says, on }) => ({ says, on }))
  const queue = known.place.beds === 0 ? undefined : await queueOf(tx, platform, ref)
  return ok({
    place: known.place,
    cells: known.cells,
    inspections: told('inspection'),
    penalties: told('penalty'),
    waiting: queue?.places.length ?? null,
    more: MORE.map(([kind, label]) => ({ label, cell: attributeCell(known, kind) })),
  })
}

function attributeCell({ row }: Known, kind: (typeof MORE)[number][0]): Detail['more'][number]['cell'] {
  const held = row.attributes[kind]
  return held === undefined
    ? { text: null, source: null, on: null }
    : { text: sayAttribute(kind, held.value as never), source: 'register', on: held.since }
}

/** P08: up to four places, the same 22 rows each, in the order in which they were asked for. As the system role. */
export async function comparePlaces(tx: Tx, platform: Platform, refs: readonly Ref[]): Promise<Compared> {
  const found: Known[] = []
  for (const [district, ofDistrict] of Map.groupBy(refs, (ref) => ref.district))
    found.push(
      ...(await readPlaces(
        tx,
        district,
        asked(platform),
        ofDistrict.map((ref) => ref.id),
      )),
    )
  const complete = await withCustody(tx, found, platform.today())
  const places = refs.flatMap((ref) => complete.find((each) => each.place.id === ref.id) ?? [])
  return { places: places.map(({ place, cells }) => ({ place, cells })), asOf: platform.today() }
}

/** P09: who waits for a place, with shortened names and the order in words. As the system role. */
export async function readPublicQueue(tx: Tx, platform: Platform, ref: Ref): Promise<Result<PublicQueue>> {
  const queue = await queueOf(tx, platform, ref)
  return queue === undefined ? refuse(refusals.unknown()) : ok(queue)
}

async function queueOf(tx: Tx, platform: Platform, { district, id }: Ref): Promise<PublicQueue | undefined> {
  const today = platform.today()
  const home = await findHome(tx, district, id, today)
  if (home === undefined) return undefined
  const queue = await readQueue(tx, home, today, await readSettings(tx))
  return {
    name: home.name,
    grouped: home.isPublic,
    order: [...queue.order.says],
    clauses: queue.order.clauses.map((clause) => sayClause(clause)),
    unset: queue.order.unset.length > 0,
    places: publicQueue(queue),
    asOf: today,
  }
}
