import { type Division, type DivisionTree, shortName } from '../src/areas/divisions/index.ts'
import type { Day } from '../src/platform/clock/day.ts'
import { dayNumber, dayText } from './calendar.ts'
import { type CityRequest, completeRegister, scopeOf } from './city.ts'
import type { Sex } from './data.ts'
import { makeName } from './names.ts'
import { apportion, Random } from './random.ts'
import { makeId } from './uuid.ts'

export type FacilityKind =
  | 'careHome'
  | 'townshipHome'
  | 'townshipCareCentre'
  | 'subdistrictCareCentre'
  | 'communityStation'
  | 'mutualAidPoint'

export type Facility = {
  kind: 'facility'
  id: string
  synthetic: true
  facilityKind: FacilityKind
  name: string
  district: string
  township: string
  village: string | null
  ownership: 'public' | 'private' | 'publicPrivatelyRun'
  profitKind: 'forProfit' | 'nonProfit'
  beds: number
  nursingBeds: number
  residents: number
  openedOn: Day
  /** Open on paper, but nobody was served in the last 30 days. */
  idle: boolean
}

export type Staff = {
  kind: 'staff'
  id: string
  synthetic: true
  facility: string
  role: 'director' | 'caregiver' | 'nurse' | 'socialWorker' | 'cook'
  name: string
  sex: Sex
  birthDate: Day
  /** Level 1 (highest) to 5 of the caregiver's certificate; null without one. */
  certificateLevel: number | null
}

/**
 * Figures of 2020 and plan figures of the city's documents: 1,453 homes, 32.8 beds per 1,000 elders in all facilities, 5,308 mutual-aid
 * points among 7,946 villages, township centres and stations in most places. How beds divide among kinds is an assumption.
 */
const BEDS_PER_ELDER = 0.0328
const HOME_BED_SHARE = 0.72
const BEDS_PER_HOME = 115
const COVERAGE = { centre: 0.92, station: 0.88, point: 0.8, townshipHome: 0.45 }
const IDLE = { centre: 0.08, station: 0.15, point: 0.3 }

/**
 * Facilities and their staff for as many elders as the request has: a city of a tenth of the elders has a tenth of the homes,
 * stations and caregivers.
 */
export function* generateFacilities(tree: DivisionTree, request: CityRequest): Generator<Facility | Staff> {
  const { elders, seed, within, on } = request
  const townships = scopeOf(tree, within, on)
  const share = Math.min(1, elders / Math.max(1, completeRegister(tree, within, on)))
  const homes = Math.max(1, Math.round((elders * BEDS_PER_ELDER * HOME_BED_SHARE) / BEDS_PER_HOME))
  const perTownship = apportion(
    homes,
    townships.map((t) => t.weight),
  )
  let number = 0
  for (const [i, { key, rural }] of townships.entries()) {
    const township = tree.get(key)
    if (!township) continue
    const random = Random.of(`${seed}/facilities/${key}`)
    const build = (kind: FacilityKind, village: Division | null, beds: number, idle: number) =>
      makeFacility(kind, township, village, beds, random.chance(idle), number++, on, random)
    const made: Facility[] = []
    for (let k = 0; k < (perTownship[i] ?? 0); k++) made.push(build('careHome', null, random.between(30, 200), 0))
    if (rural && random.chance(COVERAGE.townshipHome * share))
      made.push(build('townshipHome', null, random.between(30, 90), 0))
    if (random.chance(COVERAGE.centre * share))
      made.push(
        build(rural ? 'townshipCareCentre' : 'subdistrictCareCentre', null, random.between(10, 40), IDLE.centre),
      )
    for (const village of tree.children(key, on)) {
      if (within.length === 12 && village.key !== within) continue
      if (village.kind === 'community' && random.chance(COVERAGE.station * share))
        made.push(build('communityStation', village, random.chance(0.3) ? random.between(2, 10) : 0, IDLE.station))
      else if (village.kind === 'village' && random.chance(COVERAGE.point * share))
        made.push(build('mutualAidPoint', village, 0, IDLE.point))
    }
    for (const facility of made) {
      yield facility
      yield* staffOf(facility, random)
    }
  }
}

const SUFFIX: Record<FacilityKind, string> = {
  careHome: '养老院',
  townshipHome: '敬老院',
  townshipCareCentre: '养老服务中心',
  subdistrictCareCentre: '养老服务中心',
  communityStation: '养老服务站',
  mutualAidPoint: '互助养老点',
}
const WORDS = ['康乐', '福寿', '松鹤', '夕阳红', '安怡', '乐享', '仁爱', '长青', '金秋', '颐和']

function makeFacility(
  facilityKind: FacilityKind,
  township: Division,
  village: Division | null,
  beds: number,
  idle: boolean,
  number: number,
  on: Day,
  random: Random,
): Facility {
  const isHome = facilityKind === 'careHome'
  const ownership = isHome
    ? random.weighted([
        ['private', 70],
        ['publicPrivatelyRun', 18],
        ['public', 12],
      ] as const)
    : facilityKind === 'townshipHome'
      ? random.weighted([
          ['public', 75],
          ['publicPrivatelyRun', 25],
        ] as const)
      : random.weighted([
          ['publicPrivatelyRun', 60],
          ['public', 40],
        ] as const)
  const place = village ? shortName(village.name) : township.name
  return {
    kind: 'facility',
    id: makeId(number, random),
    synthetic: true,
    facilityKind,
    name: `${place}${isHome ? random.pick(WORDS) : ''}${SUFFIX[facilityKind]}`,
    district: township.key.slice(0, 6),
    township: township.key,
    village: village?.key ?? null,
    ownership,
    profitKind: ownership === 'private' && random.chance(0.4) ? 'forProfit' : 'nonProfit',
    beds,
    nursingBeds: Math.round(beds * (isHome ? random.between(30, 75) / 100 : 0.2)),
    residents: idle || beds === 0 ? 0 : Math.round(beds * (random.between(25, 85) / 100)),
    openedOn: dayText(
      Math.max(dayNumber('2005-01-01' as Day), dayNumber(on) - random.between(200, isHome ? 7000 : 2800)),
    ),
    idle,
  }
}

/** Who works there: one caregiver to about five residents; points are kept by one helper. Six caregivers in ten are certified. */
function* staffOf(facility: Facility, random: Random): Generator<Staff> {
  const caregivers =
    facility.beds > 0 ? Math.ceil(facility.residents / 5) : facility.facilityKind === 'communityStation' ? 2 : 1
  const big = facility.beds >= 30
  const crew: [Staff['role'], number][] = [
    ['director', facility.facilityKind === 'mutualAidPoint' ? 0 : 1],
    ['caregiver', caregivers],
    ['nurse', big ? Math.ceil(facility.residents / 40) : 0],
    ['socialWorker', Math.round(facility.beds / 100)],
    ['cook', big ? Math.ceil(facility.residents / 60) : 0],
  ]
  for (const [role, count] of crew) {
    for (let i = 0; i < count; i++) {
      const sex: Sex = random.chance(role === 'director' || role === 'cook' ? 0.55 : 0.88) ? 'female' : 'male'
      const born = dayNumber(facility.openedOn) - random.between(9_000, 17_000)
      yield {
        kind: 'staff',
        id: makeId(i, random),
        synthetic: true,
        facility: facility.id,
        role,
        name: makeName(random, sex, 1968, facility.district).name,
        sex,
        birthDate: dayText(Math.max(born, dayNumber('1962-01-01' as Day))),
        certificateLevel:
          role === 'caregiver' && random.chance(0.6)
            ? random.weighted([
                [5, 55],
                [4, 30],
                [3, 13],
                [2, 2],
              ] as const)
            : null,
      }
    }
  }
}
