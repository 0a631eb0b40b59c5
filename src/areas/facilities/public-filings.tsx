import { DataTable } from '../../ui/data-table.tsx'
import { districts } from '../../ui/districts.ts'
import { SelectField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { publicFilings } from './filing-contract.ts'
import { FILING_KINDS, type FilingKind } from './filing-words.ts'

/** 备案公示 on the portal: which homes have been filed in a district, readable by everybody. */
export function PublicFilings() {
  const [search, change] = useUrlState()
  const district = search.district ?? ''
  const { data, loading, refusal, reload } = useEndpoint(publicFilings, { params: { district } }, district !== '')
  return (
    <Screen title="养老设施备案公示" loading={loading && district !== ''} refusal={refusal} onRetry={reload}>
      <SelectField
        label="区县"
        value={district}
        onChange={(next) => change({ district: next || undefined }, 'replace')}
        options={districts.map(({ key, name }) => ({ value: key, label: name }))}
      />
      {data && data.rows.length === 0 && <Empty words="这个区县还没有备案公示。" />}
      {data && data.rows.length > 0 && (
        <DataTable
          label="备案公示"
          rows={data.rows}
          keyOf={(row) => row.number}
          columns={[
            { id: 'name', head: '设施', cell: (row) => row.name },
            { id: 'kind', head: '事项', cell: (row) => FILING_KINDS[row.kind as FilingKind] ?? row.kind },
            { id: 'operator', head: '运营方', cell: (row) => row.operator },
            { id: 'place', head: '所在', cell: (row) => row.place },
            { id: 'filed', head: '备案日期', cell: (row) => row.filedOn },
            { id: 'number', head: '编号', cell: (row) => row.number },
          ]}
        />
      )}
      <p className="y-quiet">
        备案不免除消防、建筑、食品、医疗等安全责任。对公示内容有疑问，可向所在区县民政局查询，不用上网也能办。
      </p>
    </Screen>
  )
}
