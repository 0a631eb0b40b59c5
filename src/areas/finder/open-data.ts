import type { Tx } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { writeCsv } from '../../platform/sheets/index.ts'
import type { Known } from './places.ts'
import { readPlaces, withCustody } from './places.ts'
import { ROW_IDS, ROWS, type RowId, SOURCES, UNPUBLISHED } from './words.ts'

type Column = { readonly name: string; readonly label: string; readonly unit: string; readonly says: string }
type DataSet = {
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: (known: readonly Known[]) => (string | number | null)[][]
}

const column = (name: string, label: string, says: string, unit = ''): Column => ({ name, label, unit, says })

/** What anybody may take away: facts of facilities, never of a person. The dictionary is made from the same columns. */
export const DATA_SETS: Readonly<Record<string, DataSet>> = {
  facilities: {
    title: '养老服务机构',
    columns: [
      column('id', '编号', '本平台的编号，不会变'),
      column('name', '名称', '今天的名称'),
      column('kind', '类型', '机构类型'),
      column('township', '乡镇（街道）', '所在的乡镇（街道）'),
      column('address', '地址', '机构台账中的地址'),
      column('phone', '服务电话', '机构台账中的电话'),
      column('longitude', '经度', 'WGS 84', '度'),
      column('latitude', '纬度', 'WGS 84', '度'),
      column('beds', '床位总数', '在用的床位', '张'),
      column('freeBeds', '空床', '没有人住、也没有留给人的床位；48 小时没有日报的留空', '张'),
      column('freeNursingBeds', '护理型空床', '同上', '张'),
      column('reportedAt', '日报时间', '最近一次日报提交的时间'),
      column('basketFen', '三项合计', '床位费、三级护理费、伙食费，每月；有一项未公布的留空', '分'),
      column('rating', '等级评定', '等级和评定年份'),
    ],
    rows: (known) =>
      known.map(({ place: p }) => [
        p.id,
        p.name,
        p.kindWord,
        p.township,
        p.address,
        p.phone,
        p.longitude,
        p.latitude,
        p.beds,
        p.fresh ? p.free.all : null,
        p.fresh ? p.free.nursing : null,
        p.reportedAt,
        p.basketFen,
        p.rating,
      ]),
  },
  disclosures: {
    title: '机构公开信息（22 项）',
    columns: [
      column('id', '编号', '同“养老服务机构”的编号'),
      column('name', '名称', '今天的名称'),
      column('item', '项目', `22 项之一：${Object.values(ROWS).join('、')}`),
      column('text', '内容', `没有公布的写“${UNPUBLISHED}”`),
      column('source', '来源', Object.values(SOURCES).join('、')),
      column('on', '日期', '所说的是哪一天的情况'),
    ],
    rows: (known) =>
      known.flatMap(({ place, cells }) =>
        ROW_IDS.map((id: RowId) => {
          const { text, source, on } = cells[id]
          return [place.id, place.name, ROWS[id], text ?? UNPUBLISHED, source === null ? null : SOURCES[source], on]
        }),
      ),
  },
}

/** A data set of a district as CSV that Chinese Excel opens; undefined where there is no such set. As the system role. */
export async function dataSetCsv(
  tx: Tx,
  platform: Platform,
  name: string,
  district: string,
): Promise<AsyncGenerator<string> | undefined> {
  const set = Object.hasOwn(DATA_SETS, name) ? DATA_SETS[name] : undefined
  if (set === undefined) return undefined
  const found = await readPlaces(tx, district, { now: platform.now(), today: platform.today(), by: 'walk' })
  const known = name === 'disclosures' ? await withCustody(tx, found, platform.today()) : found
  return writeCsv(
    set.columns.map((each) => each.label),
    set.rows(known),
  )
}

/** Every column of every set: its name, its unit and what it means. */
export const dictionaryCsv = (): AsyncGenerator<string> =>
  writeCsv(
    ['数据集', '列名', '字段', '单位', '说明'],
    Object.values(DATA_SETS).flatMap(({ title, columns }) =>
      columns.map(({ name, label, unit, says }) => [title, label, name, unit, says]),
    ),
  )
