import { DataTable } from '../../ui/data-table.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { readLinks } from './contract.ts'
import { LINKS } from './words.ts'

/** Who guides, runs or holds whom, after the points that nobody guides. */
export function LinkTab({ district }: { district: string }) {
  const { data, loading, refusal, reload } = useEndpoint(readLinks, { params: { district } })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || data === undefined) return <Skeleton />
  return (
    <div className="y-stack">
      <p>
        没有上级中心指导的站点 {data.alone.length} 处
        {data.alone.length > 0 && `：${data.alone.map((each) => each.name).join('、')}`}
      </p>
      <DataTable
        label="设施之间的关系"
        rows={data.rows}
        keyOf={(row) => row.id}
        columns={[
          { id: 'parent', head: '上级', long: true, cell: (row) => row.parentName },
          { id: 'kind', head: '关系', cell: (row) => LINKS[row.kind] },
          {
            id: 'facility',
            head: '下级',
            long: true,
            cell: (row) => <a href={`/w/facilities/${district}/${row.facilityId}`}>{row.facilityName}</a>,
          },
          { id: 'from', head: '自', cell: (row) => row.from },
        ]}
      />
    </div>
  )
}
