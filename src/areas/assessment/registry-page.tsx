import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AssessmentLinks } from './assessment-links.tsx'
import { DrawsTab } from './draws-tab.tsx'
import { useOwnDistrict } from './own-district.ts'
import { RegistryActs } from './registry-acts.tsx'
import { type Registry, readRegistry } from './registry-contract.ts'
import { BACKGROUNDS, DRIFT_WORDS, STANDINGS } from './words.ts'

type Assessor = Registry['assessors'][number]
const percent = (share: number | null): string => (share === null ? '没有' : `${(share * 100).toFixed(0)}%`)
const signed = (points: number | null): string => (points === null ? '没有' : `${points > 0 ? '+' : ''}${points}`)

/** Agencies, assessors with certificates, how each grades against peers, and the draws for a second look. */
export function RegistryPage() {
  const district = useOwnDistrict()
  const { data, loading, refusal, reload } = useEndpoint(
    readRegistry,
    { params: { district: district ?? '' } },
    district !== undefined,
  )
  return (
    <Screen
      title="评估机构与评估员"
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      actions={<AssessmentLinks here="/w/assessments/registry" />}
    >
      {data && district !== undefined && (
        <Tabs
          label="评估队伍"
          tabs={[
            {
              id: 'figures',
              label: '评估员与评分差异',
              count: data.assessors.filter((each) => each.stands === 'moreSevere' || each.stands === 'lessSevere')
                .length,
              content: () => <Figures of={data} />,
            },
            { id: 'agencies', label: '机构', content: () => <Agencies of={data} /> },
            { id: 'draws', label: '抽查', content: () => <DrawsTab district={district} /> },
            { id: 'enter', label: '登记与暂停', content: () => <RegistryActs district={district} of={data} /> },
          ]}
        />
      )}
    </Screen>
  )
}

function Figures({ of }: { of: Registry }) {
  return (
    <div className="y-stack">
      <p className="y-meta">
        {of.from} 至 {of.to} 已生效的评估。差异 = 本人评分 −
        其他评估员给同年龄段、同性别、同类地点老人的平均分，单位为分；低于 0 表示评得更重。可比份数少于 {of.few}{' '}
        的不作比较。差异只是需要了解的疑问，不代表评估有错。
      </p>
      <div className="y-card">
        <DataTable<Assessor>
          label="评估员"
          rows={of.assessors}
          keyOf={(row) => row.assessorId}
          urgent={(row) => row.stands === 'moreSevere' || row.stands === 'lessSevere'}
          columns={[
            { id: 'name', head: '评估员', cell: (row) => `${row.name}（${BACKGROUNDS[row.background as 'medical']}）` },
            { id: 'agency', head: '机构', long: true, cell: (row) => row.agency },
            { id: 'sheets', head: '份数', align: 'right', cell: (row) => row.sheets },
            {
              id: 'compared',
              head: '可比',
              align: 'right',
              cell: (row) => (row.few ? `${row.compared}（少）` : row.compared),
            },
            { id: 'mean', head: '平均分', align: 'right', cell: (row) => row.meanTotal ?? '没有' },
            { id: 'expected', head: '同行平均', align: 'right', cell: (row) => row.expectedTotal ?? '没有' },
            {
              id: 'drift',
              head: '差异',
              align: 'right',
              cell: (row) => `${signed(row.drift)}${row.error === null ? '' : ` ± ${row.error}`}`,
            },
            { id: 'stands', head: '结论', cell: (row) => DRIFT_WORDS[row.stands] },
            {
              id: 'severe',
              head: '重度及以上',
              align: 'right',
              cell: (row) => `${percent(row.severeShare)} / 同行 ${percent(row.expectedSevereShare)}`,
            },
            {
              id: 'checked',
              head: '被抽复核',
              align: 'right',
              cell: (row) => `${row.rechecked} 次，改变 ${row.changed} 次`,
            },
            { id: 'hasty', head: '用时过短', align: 'right', cell: (row) => row.hasty },
            { id: 'certificate', head: '证书', cell: (row) => `${row.certificateNo}，至 ${row.certifiedUntil}` },
            { id: 'standing', head: '状态', cell: (row) => STANDINGS[row.standing as 'active'] },
          ]}
        />
      </div>
    </div>
  )
}

function Agencies({ of }: { of: Registry }) {
  if (of.agencies.length === 0) return <Notice tone="info">本区县还没有登记评估机构。</Notice>
  return (
    <DataTable
      label="评估机构"
      rows={of.agencies}
      keyOf={(row) => row.id}
      columns={[
        {
          id: 'name',
          head: '机构',
          cell: (row) => (
            <>
              {row.name} {row.example && <ExampleMark what="演示机构" />}
            </>
          ),
        },
        { id: 'code', head: '统一社会信用代码', cell: (row) => row.creditCode },
        { id: 'organisation', head: '机构编号', cell: (row) => row.organisation },
        { id: 'qualification', head: '资质', long: true, cell: (row) => row.qualification },
        {
          id: 'standing',
          head: '状态',
          cell: (row) => `${STANDINGS[row.standing as 'active']}${row.reason === null ? '' : `：${row.reason}`}`,
        },
      ]}
    />
  )
}
