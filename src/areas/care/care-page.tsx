import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { HomeGate, type HomeKey, homeInAddress } from '../residency/use-home.tsx'
import { actInCare, type CareDay, CHANGED_BY_ACTS, type Part, readCareDay, type Send } from './contract.ts'
import { IncidentTab } from './incident-tab.tsx'
import { MedicineTab } from './medicine-tab.tsx'
import { NightAndMealsTab } from './night-and-meals-tab.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import { TaskTab } from './task-tab.tsx'
import { SHIFTS } from './words.ts'

const PLAN_STATES = {
  good: { word: '有计划', tone: 'ok' },
  outdated: { word: '能力等级已变', tone: 'warn' },
  none: { word: '还没有计划', tone: 'info' },
} as const

/** O04 照护与事件: the day of a home, so that nobody keeps a second book beside it. */
export function CarePage() {
  return <HomeGate title="照护与事件">{(home) => <Day home={home} />}</HomeGate>
}

function Day({ home }: { home: HomeKey }) {
  const params = { district: home.district, id: home.id }
  const { data, loading, refusal, reload } = useEndpoint(readCareDay, { params })
  const { act } = useAct(actInCare, CHANGED_BY_ACTS)
  if (data === undefined) return <Screen title="照护与事件" loading={loading} refusal={refusal} onRetry={reload} />
  const send: Send = async (body) => {
    const answer = await act({ params, body })
    return answer.ok ? undefined : answer.refusal
  }
  const open = (rows: readonly { outcome: unknown }[]) => rows.filter((row) => row.outcome === null).length
  const part = { of: data, send }
  return (
    <Screen
      title={data.home.name}
      actions={
        <a className="y-button" href={`/w/home?home=${homeInAddress(home)}`}>
          机构工作台
        </a>
      }
    >
      <div className="y-card y-stack">
        <Facts
          of={[
            { label: '今天', value: data.on },
            { label: '当前班次', value: SHIFTS[data.shift] },
            { label: '在住', value: `${data.people.length} 人` },
            { label: '待办任务', value: `${open(data.tasks)} 项` },
            { label: '待发药', value: `${open(data.doses)} 次` },
            { label: '未结事件', value: `${data.incidents.filter((each) => !each.closed).length} 起` },
          ]}
        />
        {data.home.example && (
          <p>
            <ExampleMark /> 演示数据
          </p>
        )}
        <Tabs
          label="照护"
          tabs={[
            { id: 'tasks', label: '任务与交接', count: open(data.tasks), content: () => <TaskTab {...part} /> },
            {
              id: 'medicines',
              label: '用药',
              count: open(data.doses) + data.unchecked.length,
              content: () => <MedicineTab {...part} />,
            },
            {
              id: 'incidents',
              label: '事件',
              count: data.incidents.filter((each) => !each.closed).length,
              content: () => <IncidentTab {...part} />,
            },
            { id: 'night', label: '夜巡与餐食', content: () => <NightAndMealsTab {...part} /> },
            {
              id: 'plans',
              label: '照护计划',
              count: data.people.filter((each) => each.plan === null || each.outdated).length,
              content: () => <PlanTab {...part} />,
            },
          ]}
        />
      </div>
    </Screen>
  )
}

function PlanTab({ of, send }: Part) {
  const [planning, setPlanning] = useState<CareDay['people'][number]>()
  if (of.people.length === 0) return <Empty words="今天没有在住的老人。办理入住后，在这里制定照护计划。" />
  return (
    <>
      <DataTable
        label="照护计划"
        rows={of.people}
        keyOf={(row) => row.stay}
        urgent={(row) => row.outdated || row.reassess}
        columns={[
          { id: 'bed', head: '床位', cell: (row) => row.bed ?? '未分床' },
          { id: 'name', head: '姓名', cell: (row) => row.name },
          { id: 'level', head: '能力等级', cell: (row) => row.careLevel ?? '未采集' },
          {
            id: 'state',
            head: '计划',
            cell: (row) => (
              <Status of={row.plan === null ? 'none' : row.outdated ? 'outdated' : 'good'} words={PLAN_STATES} />
            ),
          },
          { id: 'goals', head: '目标', long: true, cell: (row) => row.plan?.goals ?? '' },
          { id: 'tasks', head: '任务', align: 'right', cell: (row) => `${row.plan?.tasks ?? 0} 项` },
          { id: 'again', head: '复评', cell: (row) => (row.reassess ? '30 天内两次以上意外，建议重新评估' : '') },
          {
            id: 'act',
            head: '',
            cell: (row) => (
              <Button kind="quiet" onPress={() => setPlanning(row)}>
                {row.plan === null ? '制定计划' : '调整计划'}
              </Button>
            ),
          },
        ]}
      />
      {planning && <PlanDialog person={planning} send={send} onClose={() => setPlanning(undefined)} />}
    </>
  )
}
