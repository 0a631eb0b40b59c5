import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { SelectField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/screen.tsx'
import { type StateWords, Status } from '../../ui/status.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { listPlan, type PLAN_VIEWS, type PlanLine } from './contract.ts'
import { BECAUSE, NOT_SEEN, PLAN_CAUSES, PLAN_STATES } from './words.ts'

const VIEWS: Readonly<Record<(typeof PLAN_VIEWS)[number], string>> = {
  open: '还没有完成的',
  overdue: '已过期的',
  notSeen: '未见到的',
  unassigned: '没有巡访人的',
  done: '已完成的',
}
const STATES: StateWords<PlanLine['state']> = {
  planned: { word: PLAN_STATES.planned, tone: 'neutral' },
  done: { word: PLAN_STATES.done, tone: 'ok' },
  notSeen: { word: PLAN_STATES.notSeen, tone: 'warn' },
  cancelled: { word: PLAN_STATES.cancelled, tone: 'neutral' },
}

/** Planned visits by day: who goes to whom, what was moved and why. */
export function PlanList({ query }: { query: Record<string, string> }) {
  const [search, change] = useUrlState()
  const view = search.view ?? 'open'
  const { data, refusal } = useEndpoint(listPlan, {
    query: { ...query, view, ...(search.after ? { after: search.after } : {}) },
  })
  return (
    <div className="y-stack">
      <SelectField
        label="看哪些"
        value={view}
        onChange={(value) => change({ view: value, after: '' }, 'replace')}
        options={Object.entries(VIEWS).map(([value, label]) => ({ value, label }))}
      />
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      {data?.rows.length === 0 && <Empty words="没有这样的巡访。可以换一个条件再看。" />}
      {data && data.rows.length > 0 && (
        <div className="y-wide">
          <DataTable
            label="巡访安排"
            rows={data.rows}
            keyOf={(row) => row.id}
            urgent={(row) => row.helper === '' || (row.state !== 'done' && row.on < today())}
            columns={[
              { id: 'on', head: '日期', cell: (row) => row.on },
              { id: 'name', head: '老人', cell: (row) => <a href={`/w/elders/${row.elderId}`}>{row.name}</a> },
              { id: 'village', head: '村（社区）', cell: (row) => row.villageName },
              {
                id: 'because',
                head: '巡访原因',
                long: true,
                cell: (row) => row.because.map((code) => BECAUSE[code] ?? code).join('、'),
              },
              { id: 'helper', head: '巡访人', cell: (row) => (row.helper === '' ? '还没有' : row.helper) },
              { id: 'state', head: '状态', cell: (row) => <Status of={row.state} words={STATES} /> },
              { id: 'attempts', head: '未见次数', align: 'right', cell: (row) => row.attempts },
              {
                id: 'reason',
                head: '原因',
                cell: (row) =>
                  row.reason === null ? '' : (NOT_SEEN[row.reason as keyof typeof NOT_SEEN] ?? row.reason),
              },
              {
                id: 'cause',
                head: '调整',
                cell: (row) => (row.cause === null ? '' : (PLAN_CAUSES[row.cause] ?? row.cause)),
              },
              {
                id: 'evidence',
                head: '凭据',
                cell: (row) => (row.state !== 'done' ? '' : row.evidence ? '有' : '没有'),
              },
            ]}
          />
        </div>
      )}
      {data?.next && <Button onPress={() => change({ after: data.next ?? '' })}>下一页</Button>}
    </div>
  )
}
