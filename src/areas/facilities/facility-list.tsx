import { lazy, Suspense, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Skeleton } from '../../ui/screen.tsx'
import { mayUse, useSession } from '../../ui/session.ts'
import { useUrlState } from '../../ui/url-state.ts'
import { type FacilityRow, listFacilities } from './contract.ts'
import { facilityColumns, hrefOf, sayBeds } from './list-columns.tsx'
import { BED_KINDS, FACILITY_KINDS, OWNERSHIP, STATUS } from './words.ts'

const FacilityMap = lazy(() => import('./facility-map.tsx').then((m) => ({ default: m.FacilityMap })))
const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

const filters: readonly Filter[] = [
  {
    id: 'kind',
    label: '类型',
    options: Object.entries(FACILITY_KINDS).map(([value, { word }]) => ({ value, label: word })),
  },
  { id: 'status', label: '状态', options: options(STATUS) },
  { id: 'ownership', label: '举办性质', options: options(OWNERSHIP) },
  {
    id: 'name',
    label: '名称',
    sentence: (value) => `名称含“${value}”`,
    understand: (word) => (word.length >= 2 ? word : undefined),
    typed: { hint: '名称里的几个字', read: (text) => text.trim() || undefined },
  },
]

const useFacilities = (input: ListInput) => useEndpoint(listFacilities, input)

/** W24 设施与用地台账: every facility of the area as a list, and the same on a map beside it. */
export function FacilityList() {
  const [mapped, setMapped] = useState(false)
  const [search] = useUrlState()
  const { session } = useSession()
  const writes = session != null && mayUse(session, ['districtOfficer', 'townshipClerk'])
  return (
    <>
      {mapped && (
        <Suspense fallback={<Skeleton words="正在载入地图" />}>
          <FacilityMap search={search} />
        </Suspense>
      )}
      <ListPage
        title="设施与用地台账"
        unit="处"
        load={useFacilities}
        keyOf={(row) => `${row.district}/${row.id}`}
        hrefOf={hrefOf}
        nameOf={(row) => row.name}
        peek={(row) => <Peek of={row} />}
        columns={facilityColumns}
        filters={filters}
        example="颐养院"
        actions={
          <>
            <Button onPress={() => setMapped(!mapped)}>{mapped ? '收起地图' : '看地图'}</Button>
            {writes && (
              <a className="y-button" data-kind="primary" href="/w/facilities/new">
                登记设施
              </a>
            )}
          </>
        }
        first={{
          words: '还没有设施。登记一处，或把现有的表格导入，系统会先检查、不会直接入库。',
          act: writes ? (
            <a className="y-button" href="/w/facilities/new">
              登记设施
            </a>
          ) : undefined,
        }}
      />
    </>
  )
}

function Peek({ of }: { of: FacilityRow }) {
  const kinds = (['ordinary', 'nursing', 'dementia', 'slot'] as const).filter((kind) => of.beds[kind] > 0)
  return (
    <div className="y-stack">
      <Facts
        of={[
          { label: '编号', value: of.number },
          { label: '类型', value: FACILITY_KINDS[of.kind].word },
          { label: '所在', value: of.place },
          { label: '床位', value: FACILITY_KINDS[of.kind].beds === 'none' ? '不设床位' : sayBeds(of.beds) },
          ...kinds.map((kind) => ({ label: BED_KINDS[kind], value: `${of.beds[kind]}` })),
          { label: '停用', value: `${of.beds.setAside}` },
          { label: '运营方', value: of.operator ?? '未采集' },
        ]}
      />
      <a href={hrefOf(of)}>打开完整档案</a>
    </div>
  )
}
