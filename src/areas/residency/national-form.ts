import { lastOfMonth, type Month } from '../../platform/clock/day.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import type { OutCell } from '../../platform/sheets/index.ts'
import { readPrices } from '../custody/index.ts'
import {
  countBedsOn,
  FACILITY_KINDS,
  type FacilityKind,
  type FacilityOn,
  readFacility,
  sayAttribute,
} from '../facilities/index.ts'
import { careWord } from './care-words.ts'
import type { Home } from './home.ts'
import { residentsOn } from './residents.ts'

const UNKNOWN = '未采集'
const LEVELS = ['none', 'mild', 'moderate', 'severe', 'total', null] as const

/**
 * What the national system asks of a home, as far as this register knows it at the end of a month: group, item, value. Its interface has
 * not been published; the items are those of a form that reads like it (field list of 金民工程). What nobody has recorded says so, and is
 * never guessed. Under the caller's scope, above it only to count people whose home the caller may see.
 */
export async function nationalForm(tx: Tx, home: Home, month: Month): Promise<OutCell[][]> {
  const on = lastOfMonth(month)
  const key = { district: home.district, id: home.id }
  const facility = await readFacility(tx, key, on)
  const [beds] = await countBedsOn(tx, home.district, on, { ids: [home.id] })
  const people = await elevated(tx, () => residentsOn(tx, { district: home.district, facility: home.id, on }))
  const prices = await readPrices(tx, { district: home.district, facility: home.id, on })
  const charge = (item: string): string => {
    const own = prices.filter((each) => each.item === item).map((each) => each.amountFen)
    return own.length === 0 ? UNKNOWN : `${yuan(Math.min(...own))} 至 ${yuan(Math.max(...own))} 元`
  }
  const { ordinary = 0, nursing = 0, dementia = 0 } = beds ?? {}
  const count = (of: (each: (typeof people)[number]) => boolean): string => `${people.filter(of).length} 人`
  return [
    ['类别', '项目', '内容'],
    ['基本信息', '名称', facility?.name ?? home.name],
    ['基本信息', '统一社会信用代码', said(facility, 'operator')],
    ['基本信息', '机构类型', FACILITY_KINDS[home.kind as FacilityKind]?.word ?? home.kind],
    ['基本信息', '区划代码', home.village ?? home.township],
    ['基本信息', '地址', said(facility, 'address')],
    ['基本信息', '经纬度', facility?.longitude == null ? UNKNOWN : `${facility.longitude}, ${facility.latitude}`],
    ['基本信息', '联系电话', said(facility, 'phone')],
    ['规模', '床位总数', `${ordinary + nursing + dementia} 张`],
    ['规模', '护理型床位', `${nursing} 张`],
    ['规模', '认知症照护床位', `${dementia} 张`],
    ['规模', '建筑面积', said(facility, 'floorArea')],
    ['规模', '用地面积', said(facility, 'landArea')],
    ['规模', '房屋性质', said(facility, 'tenure')],
    ['合规', '当前状态', said(facility, 'status')],
    ['合规', '消防验收', UNKNOWN],
    ['合规', '食品经营许可', UNKNOWN],
    ['性质', '举办性质', said(facility, 'ownership')],
    ['性质', '登记性质', said(facility, 'profitKind')],
    ['性质', '运营方式', said(facility, 'operationForm')],
    ['医疗', '医疗服务', said(facility, 'clinic')],
    ['收费', '床位费', charge('bed')],
    ['收费', '护理费', charge('care')],
    ['收费', '伙食费', charge('meals')],
    ['收费', '押金', charge('deposit')],
    ['月末在住', '合计', `${people.length} 人`],
    ...LEVELS.map((level) => ['月末在住', careWord(level), count((each) => each.careLevel === level)]),
    ['月末在住', '政府供养', count((each) => each.supported)],
    ['月末在住', '住院或请假', count((each) => each.away !== null)],
  ]
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

function said(facility: FacilityOn | undefined, kind: keyof FacilityOn['attributes']): string {
  const held = facility?.attributes[kind]
  return held === undefined ? UNKNOWN : sayAttribute(kind, held.value)
}
