import type { Column } from '../../ui/data-table.tsx'
import { Value } from '../../ui/day.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Status } from '../../ui/status.tsx'
import type { FacilityRow } from './contract.ts'
import { FACILITY_KINDS, OWNERSHIP, STATUS_WORDS } from './words.ts'

export const hrefOf = (row: Pick<FacilityRow, 'district' | 'id'>): string => `/w/facilities/${row.district}/${row.id}`
export const sayBeds = ({ ordinary, nursing, dementia, slot }: FacilityRow['beds']): string =>
  slot > 0 ? `${slot} 托位` : `${ordinary + nursing + dementia} 张`

/** The columns of W24: what it is, where, how large, whose. */
export const facilityColumns: readonly Column<FacilityRow>[] = [
  {
    id: 'name',
    head: '名称',
    long: true,
    cell: (row) => (
      <>
        <a href={hrefOf(row)}>{row.name.replace(/^示例·/, '')}</a> {row.example && <ExampleMark />}
      </>
    ),
  },
  { id: 'kind', head: '类型', long: true, cell: (row) => FACILITY_KINDS[row.kind].word },
  { id: 'place', head: '所在', long: true, cell: (row) => row.place },
  {
    id: 'status',
    head: '状态',
    cell: (row) => (row.status === null ? '未采集' : <Status of={row.status} words={STATUS_WORDS} />),
  },
  { id: 'ownership', head: '举办性质', cell: (row) => (row.ownership === null ? '未采集' : OWNERSHIP[row.ownership]) },
  { id: 'area', head: '建筑面积', align: 'right', cell: (row) => <Value of={row.floorArea} unit="m²" /> },
  {
    id: 'beds',
    head: '床位',
    about: '今天在用的床位或托位，不含停用',
    align: 'right',
    cell: (row) => (FACILITY_KINDS[row.kind].beds === 'none' ? '不设床位' : sayBeds(row.beds)),
  },
  { id: 'nursing', head: '护理型', align: 'right', cell: (row) => row.beds.nursing + row.beds.dementia },
  { id: 'operator', head: '运营方', long: true, cell: (row) => row.operator ?? '未采集' },
]
