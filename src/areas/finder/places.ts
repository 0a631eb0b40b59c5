import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { publicCustody } from '../custody/index.ts'
import { type BedCount, countBedsOn, FACILITY_KINDS, sayAttribute } from '../facilities/index.ts'
import { type FreeBeds, freeBeds } from '../residency/index.ts'
import type { Cell, Cells, Place } from './contract.ts'
import { type By, metresBetween, minutesFor, type Point } from './effort.ts'
import {
  type DisclosureRow,
  type FacilityRow,
  type PriceRow,
  readBaskets,
  readDisclosures,
  readFacilities,
} from './queries.ts'
import { ROW_IDS, type RowId, type Source } from './words.ts'

/** A facility with everything that is public of it. */
export type Known = {
  readonly place: Place
  readonly cells: Cells
  readonly row: FacilityRow
  readonly told: readonly DisclosureRow[]
}
type Asked = { readonly now: Date; readonly today: Day; readonly from?: Point | undefined; readonly by: By }

type Computed = {
  readonly count: BedCount | undefined
  readonly free: FreeBeds | undefined
  readonly prices: readonly PriceRow[]
}

/** After how many hours a number of free beds is no longer shown as today's. */
const STALE_HOURS = 48

/** Reads what is public of a district's facilities, or of some of them. As the system role. */
export async function readPlaces(tx: Tx, district: string, asked: Asked, ids?: readonly string[]): Promise<Known[]> {
  const rows = await readFacilities(tx, district, asked.today, ids)
  const keys = rows.map((row) => row.id)
  const [free, counts, prices, told] = await Promise.all([
    freeBeds(tx, district, keys, asked.today),
    countBedsOn(tx, district, asked.today, { ids: keys }),
    readBaskets(tx, district, keys, asked.today),
    readDisclosures(tx, district, keys),
  ])
  const pricesBy = Map.groupBy(prices, (each) => each.facility)
  const freeBy = new Map(free.map((each) => [each.facility, each]))
  const countBy = new Map(counts.map((each) => [each.facilityId, each]))
  const toldBy = Map.groupBy(told, (each) => each.facility)
  return rows.map((row) =>
    known(
      row,
      { count: countBy.get(row.id), free: freeBy.get(row.id), prices: pricesBy.get(row.id) ?? [] },
      toldBy.get(row.id) ?? [],
      asked,
    ),
  )
}

function known(row: FacilityRow, beds: Computed, told: readonly DisclosureRow[], asked: Asked): Known {
  const { district, id, name, kind, longitude, latitude, example, report } = row
  const reportedAt = report?.at ?? null
  const fresh = reportedAt !== null && asked.now.getTime() - Date.parse(reportedAt) < STALE_HOURS * 3_600_000
  const at = longitude === null || latitude === null ? undefined : { longitude, latitude }
  const metres = asked.from === undefined || at === undefined ? null : metresBetween(asked.from, at)
  const of = (each: string) => told.find((one) => one.kind === each)
  const fees = (['bed', 'care', 'meals'] as const).map(
    (item) => beds.prices.find((each) => each.item === item)?.amountFen ?? null,
  )
  const place: Place = {
    district,
    id,
    name,
    kind,
    kindWord: FACILITY_KINDS[kind].word,
    township: row.townshipName,
    address: textOf(row, 'address'),
    phone: textOf(row, 'phone'),
    longitude,
    latitude,
    beds: (beds.count?.ordinary ?? 0) + (beds.count?.nursing ?? 0) + (beds.count?.dementia ?? 0),
    free: {
      all: (beds.free?.ordinary ?? 0) + (beds.free?.nursing ?? 0) + (beds.free?.dementia ?? 0),
      nursing: beds.free?.nursing ?? 0,
      dementia: beds.free?.dementia ?? 0,
    },
    reportedAt,
    fresh,
    // A sum of which a part is not known is not known.
    basketFen: fees.some((fee) => fee === null) ? null : fees.reduce<number>((sum, fee) => sum + (fee ?? 0), 0),
    rating: of('rating')?.says ?? null,
    hospital: of('hospital')?.says ?? null,
    metres: metres === null ? null : Math.round(metres),
    minutes: metres === null ? null : minutesFor(metres, asked.by),
    example,
  }
  return { place, row, told, cells: cellsOf(place, row, beds, told, asked.today) }
}

function textOf(row: FacilityRow, kind: string): string | null {
  const value = row.attributes[kind]?.value
  return typeof value === 'string' ? value : null
}

const NOT_TOLD: Cell = { text: null, source: null, on: null }

/** The 22 rows of one facility, each with whose word it is and of which day. What nobody has said is 未公布, never guessed. */
function cellsOf(
  place: Place,
  row: FacilityRow,
  { count: beds, prices }: Computed,
  told: readonly DisclosureRow[],
  today: Day,
): Cells {
  const attribute = (kind: 'ownership' | 'address' | 'phone'): Cell => {
    const held = row.attributes[kind]
    return held === undefined
      ? NOT_TOLD
      : { text: sayAttribute(kind, held.value as string), source: 'register', on: held.since }
  }
  const disclosed = (kind: DisclosureRow['kind']): Cell => {
    const one = told.find((each) => each.kind === kind)
    return one === undefined ? NOT_TOLD : cell(one.says, one.toldBy, one.on)
  }
  const many = (kind: DisclosureRow['kind'], most: number): Cell => {
    const all = told.filter((each) => each.kind === kind).slice(0, most)
    const [last] = all
    return last === undefined
      ? NOT_TOLD
      : cell(all.map((each) => `${each.on} ${each.says}`).join('；'), last.toldBy, last.on)
  }
  const price = (item: PriceRow['item']): Cell => {
    const one = prices.find((each) => each.item === item)
    return one === undefined ? NOT_TOLD : cell(`${yuan(one.amountFen)}（${one.label}）`, 'operator', one.from)
  }
  const counted = (count: number | undefined): Cell =>
    beds === undefined ? NOT_TOLD : cell(`${count ?? 0} 张`, 'register', today)
  const { report } = row
  const reported = place.reportedAt === null ? null : instantOf(place.reportedAt)
  const cells: Record<RowId, Cell> = {
    kind: cell(place.kindWord, 'register', null),
    ownership: attribute('ownership'),
    operator:
      row.operatorName === null ? NOT_TOLD : cell(row.operatorName, 'register', row.attributes.operator?.since ?? null),
    filing: disclosed('filing'),
    address: attribute('address'),
    phone: attribute('phone'),
    beds: counted(place.beds),
    nursingBeds: counted(beds?.nursing),
    dementiaBeds: counted(beds?.dementia),
    free:
      place.beds === 0
        ? NOT_TOLD
        : !place.fresh
          ? cell('48 小时内未更新，请打电话问', 'records', reported)
          : cell(`${place.free.all} 张，其中护理型 ${place.free.nursing} 张`, 'records', reported),
    bedFee: price('bed'),
    careFee: price('care'),
    mealFee: price('meals'),
    basket:
      place.basketFen === null
        ? NOT_TOLD
        : cell(`${yuan(place.basketFen)}（床位、三级护理、伙食）`, 'operator', oldest(prices)),
    staffing:
      report === null
        ? NOT_TOLD
        : cell(`护理员 ${report.careStaff} 人，在院 ${report.residents} 人`, 'operator', report.on),
    rating: disclosed('rating'),
    inspection: many('inspection', 3),
    penalty: many('penalty', 3),
    complaints: disclosed('complaints'),
    prepayment: NOT_TOLD,
    refund: disclosed('refund'),
    hospital: disclosed('hospital'),
  }
  return Object.fromEntries(ROW_IDS.map((id) => [id, cells[id]])) as Cells
}

const cell = (text: string, source: Source, on: string | null): Cell => ({ text, source, on })
const yuan = (fen: number): string => `${(fen / 100).toFixed(2)} 元`
/** A sum is as old as its oldest part. */
const oldest = (prices: readonly PriceRow[]): string | null => prices.map((each) => each.from).toSorted()[0] ?? null
/** `2026-11-21 09:05` in Asia/Shanghai. */
const instantOf = (iso: string): string =>
  new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** The rows of a few places with what custody says of their prepayments, which is asked one by one. */
export async function withCustody(tx: Tx, known: readonly Known[], today: Day): Promise<Known[]> {
  const all: Known[] = []
  for (const each of known) {
    const { district, id } = each.place
    const custody = await publicCustody(tx, { district, facility: id, on: today })
    all.push(custody === undefined ? each : { ...each, cells: { ...each.cells, prepayment: sayCustody(custody) } })
  }
  return all
}

const sayCustody = ({
  bank,
  feedOn,
  stopped,
}: {
  bank: string | null
  feedOn: string | null
  stopped: boolean
}): Cell =>
  cell(`${bank === null ? '没有存管账户' : `存管在${bank}`}${stopped ? '，已暂停收取预收费' : ''}`, 'records', feedOn)

/** The first day that may be asked for and the last. */
export const tourDays = (today: Day): { from: Day; to: Day } => ({ from: addDays(today, 1), to: addDays(today, 60) })
