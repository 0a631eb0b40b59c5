import { addDays, addMonths, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Division, DivisionTree } from '../divisions/index.ts'
import { shortName } from '../divisions/index.ts'
import { addRooms } from './add-rooms.ts'
import type { AttributeKind, AttributeValue } from './attributes.ts'
import { exampleCreditCode } from './credit-code.ts'
import { lockFacility } from './locks.ts'
import { recordOrganisation } from './organisations.ts'
import { registerFacility } from './register-facility.ts'
import { setAttributes } from './set-attributes.ts'
import { addBeds } from './set-beds.ts'
import type { BedKind, FacilityKind } from './words.ts'

type Asked = { readonly district: string; readonly today: Day; readonly by: string; readonly tree: DivisionTree }
type Beds = Partial<Record<BedKind, number>>
type Plan = {
  readonly kind: FacilityKind
  readonly name: string
  readonly at: Division
  readonly beds: Beds
  readonly area: number
  readonly operator: number | undefined
  readonly more?: Partial<Record<AttributeKind, AttributeValue>>
}

/** Organisations of the demonstration; the first is the one of `demo-operator`, who runs three homes. */
const OPERATORS = [
  ['示例·渝南颐养服务有限公司', 'forProfit'],
  ['示例·江山社会福利服务中心', 'nonProfit'],
  ['示例·巴渝安康养老集团', 'forProfit'],
  ['示例·邻里社区服务中心', 'nonProfit'],
  ['示例·乡里互助服务社', 'nonProfit'],
] as const

const HOMES = [
  '江畔颐养院',
  '云篆康养中心',
  '南泉老年公寓',
  '花溪敬老苑',
  '龙洲湾护理院',
  '李家沱颐乐园',
  '一品康养院',
  '木洞江景养老院',
  '界石颐养院',
  '东温泉康养院',
  '接龙敬老苑',
  '惠民老年公寓',
]

/**
 * The district's facilities as the documents count them (cq-2021-7 附件2: 2 care centres, 5 township homes, a centre in every town)
 * and some of every other type: about 140, with invented names marked 示例. Among them are a centre below its area, beds that came
 * later, homes that closed and changed hands.
 */
export async function fillDemonstrationFacilities(tx: Tx, asked: Asked): Promise<void> {
  const { district, today, by, tree } = asked
  for (const [n, [name, profitKind]] of OPERATORS.entries()) {
    const made = await recordOrganisation(
      tx,
      by,
      { creditCode: exampleCreditCode(district, n + 1), name, profitKind },
      true,
    )
    if (!made.ok) throw new Error(made.refusal.message)
  }
  const townships = tree.townshipsOf(district, today).flatMap((key) => tree.get(key) ?? [])
  const plans = planFor(townships, tree, today)
  for (const [n, plan] of plans.entries()) await file(tx, asked, plan, n)
}

function planFor(townships: readonly Division[], tree: DivisionTree, today: Day): Plan[] {
  const towns = townships.filter((each) => each.kind === 'town')
  const streets = townships.filter((each) => each.kind !== 'town')
  const villagesOf = (of: Division) => tree.children(of.key, today)
  const first = (list: readonly Division[], n: number) => list[n % list.length] as Division
  const word = (of: Division) => shortName(of.name)
  const one = (
    kind: FacilityKind,
    name: string,
    at: Division,
    beds: Beds,
    area: number,
    operator?: number,
    more?: Plan['more'],
  ): Plan => ({ kind, name: `示例·${name}`, at, beds, area, operator, ...(more && { more }) })
  const open = { ownership: 'public', operationForm: 'entrusted' }
  return [
    ...HOMES.map((name, n) =>
      one(
        'careHome',
        name,
        townships.find((each) => name.startsWith(each.name.slice(0, 2))) ?? first(streets, n),
        { ordinary: 20 + n * 6, nursing: 40 + ((n * 13) % 50), dementia: n % 3 === 0 ? 12 : 0 },
        1800 + n * 350,
        n < 3 ? 1 : 2 + (n % 2),
        {
          ownership: n % 4 === 3 ? 'publicPrivatelyRun' : 'private',
          profitKind: n % 2 === 0 ? 'forProfit' : 'nonProfit',
          tenure: n % 3 === 1 ? 'leased' : 'owned',
          kitchen: 'own',
          clinic: n % 2 === 0 ? 'clinic' : 'contracted',
          accessibility: ['handrails', 'lift', 'ramp', 'toilet'],
        },
      ),
    ),
    one(
      'publicHome',
      '区社会福利院',
      first(streets, 1),
      { ordinary: 120, nursing: 150, dementia: 30 },
      12_000,
      undefined,
      {
        ownership: 'public',
        kitchen: 'own',
        clinic: 'hospital',
      },
    ),
    ...[0, 6].map((n, at) =>
      one(
        'intensiveCareCentre',
        `第${'一二'[at]}失能特困人员集中照护中心`,
        first(towns, n),
        { ordinary: at === 0 ? 16 : 26, nursing: at === 0 ? 84 : 74 },
        3600,
        2,
        open,
      ),
    ),
    ...towns.slice(0, 5).map((town) =>
      one('townshipHome', `${word(town)}敬老院`, town, { ordinary: 36, nursing: 24 }, 1500, undefined, {
        ownership: 'public',
      }),
    ),
    ...towns.map((town, n) =>
      one(
        'townshipCareCentre',
        `${word(town)}养老服务中心`,
        town,
        { ordinary: 16, nursing: 12 },
        n === 4 ? 760 : 820 + n * 15,
        n % 3 === 0 ? undefined : 5,
        open,
      ),
    ),
    ...streets.map((street) =>
      one('subdistrictCareCentre', `${word(street)}养老服务中心`, street, { ordinary: 4, nursing: 8 }, 750, 4, open),
    ),
    ...streets.flatMap((street) =>
      villagesOf(street)
        .slice(0, 2)
        .map((village) =>
          one('communityStation', `${word(village)}养老服务站`, village, { ordinary: 4 }, 260, 4, open),
        ),
    ),
    ...streets
      .slice(0, 6)
      .map((street, n) =>
        one('estatePoint', `${word(street)}小区养老服务点${n + 1}`, first(villagesOf(street), 2), {}, 90, 4),
      ),
    ...towns.flatMap((town, n) =>
      villagesOf(town)
        .slice(0, 3)
        .map((village, m) =>
          one(
            'mutualAidPoint',
            `${word(village)}互助养老点`,
            village,
            m === 0 ? { ordinary: 2 } : {},
            n === 2 && m === 1 ? 85 : 105 + m * 12,
            5,
          ),
        ),
    ),
    ...streets
      .slice(0, 4)
      .map((street) =>
        one(
          'embeddedHome',
          `${word(street)}社区嵌入式养老院`,
          first(villagesOf(street), 0),
          { ordinary: 5, nursing: 20 },
          620,
          3,
          { ownership: 'private' },
        ),
      ),
    ...townships
      .slice(0, 8)
      .map((at) =>
        one('mealHall', `${word(at)}老年幸福食堂`, first(villagesOf(at), 0), {}, 140, 4, { kitchen: 'own' }),
      ),
    ...towns
      .slice(0, 2)
      .map((at) =>
        one('collectiveHome', `${word(at)}老年幸福家园`, first(villagesOf(at), 3), { ordinary: 10 }, 400, 5),
      ),
    ...towns
      .slice(2, 5)
      .map((at) => one('activitySite', `${word(at)}老年幸福乐园`, first(villagesOf(at), 3), {}, 200, 5)),
    ...towns
      .slice(5, 8)
      .map((at) =>
        one('ruralHappinessHome', `${word(at)}农村幸福院`, first(villagesOf(at), 3), { ordinary: 6 }, 300, 5),
      ),
    ...streets.slice(0, 3).map((at, n) =>
      one('nursery', `${word(at)}托育园`, at, { slot: 45 + n * 15 }, 700, 3, {
        ownership: 'private',
        affordable: true,
      }),
    ),
    one('nurseryGuidanceCentre', '区托育服务指导中心', first(streets, 1), { slot: 150 }, 3200),
    one('emergencyCallCentre', '居家养老应急呼叫中心', first(streets, 0), {}, 260, 4),
    one('countyGuidanceCentre', '区养老服务指导中心', first(streets, 0), {}, 180),
    one('internalClinic', '江畔颐养院医务室', first(townships, 0), {}, 80, 1),
    one('familyCareBeds', '渝南家庭养老床位', first(streets, 0), { nursing: 40 }, 60, 1),
  ]
}

async function file(tx: Tx, { district, today, by, tree }: Asked, plan: Plan, n: number): Promise<void> {
  const township = plan.at.key.slice(0, 9)
  const seat = tree.get(township)
  const from = addMonths(today, -(18 + ((n * 7) % 60)))
  // Around the seat of the township, about a kilometre off at most; where the seat has no known point, none is made up.
  const point =
    seat?.lng == null || seat.lat == null
      ? undefined
      : { longitude: shifted(seat.lng, n * 37), latitude: shifted(seat.lat, n * 53) }
  const source = '示例资料'
  const { id } = await registerFacility(tx, by, today, {
    district,
    township,
    village: plan.at.level === 'village' ? plan.at.key : null,
    kind: plan.kind,
    name: plan.name,
    point,
    from,
    attributes: {
      floorArea: plan.area,
      address: `${seat?.name ?? ''}示例路 ${n + 1} 号`,
      ...(plan.operator === undefined ? {} : { operator: exampleCreditCode(district, plan.operator) }),
      ...plan.more,
    },
    beds: [],
    source,
    example: true,
  })
  const facility = await lockFacility(tx, { district, id })
  if (facility === undefined) throw new Error('the facility just filed is not there')
  const beds = Object.entries(plan.beds).flatMap(([kind, count]) => Array<BedKind>(count).fill(kind as BedKind))
  if (beds.length > 0) {
    const rooms = await addRooms(tx, by, facility, roomsFor(beds.length), from)
    const placed = beds.map((kind, at) => ({
      kind,
      label: String(at + 1).padStart(3, '0'),
      roomId: rooms[Math.floor(at / 2)] ?? null,
    }))
    // The last fifth of a larger house came half a year ago.
    const early = beds.length > 40 ? Math.floor(beds.length * 0.8) : beds.length
    await addBeds(tx, by, facility, placed.slice(0, early), { from, source })
    await addBeds(tx, by, facility, placed.slice(early), { from: addMonths(today, -6), source: '扩建验收（示例）' })
  }
  if (n === 10 || n === 70)
    await setAttributes(tx, by, today, facility, [
      {
        kind: 'status',
        value: n === 10 ? 'suspended' : 'closed',
        validFrom: addDays(today, -40),
        source: '停业报告（示例）',
      },
    ])
}

const shifted = (degrees: number, by: number): number => Math.round((degrees + ((by % 21) - 10) / 1000) * 1e5) / 1e5

/** Two beds a room, ten rooms a storey. */
const roomsFor = (beds: number) =>
  Array.from({ length: Math.ceil(beds / 2) }, (_, n) => ({
    label: `${Math.floor(n / 10) + 1}${String((n % 10) + 1).padStart(2, '0')}`,
    storey: Math.floor(n / 10) + 1,
  }))
