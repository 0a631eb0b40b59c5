import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { shiftMonth, showDateTime, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { Completion } from './completion.tsx'
import { type Board, listPlan, makePlan, readBoard, replanMonth } from './contract.ts'
import { DutyList } from './duty-list.tsx'
import { FollowUps } from './follow-up-lists.tsx'
import { PairList } from './pair-list.tsx'
import { PlanList } from './plan-list.tsx'
import { QuestionList } from './question-list.tsx'
import { DRIVERS, sayReplanned } from './words.ts'

const CHANGED = [readBoard.path, listPlan.path]

/** W17 巡访与结对: the month's plan, who was seen and who was not, what follows, pairs, duty, and questions about records. */
export function VisitsPage() {
  const [search, change] = useUrlState()
  const thisMonth = today().slice(0, 7)
  const month = search.month ?? thisMonth
  const query = { month, ...(search.area ? { area: search.area } : {}) }
  const { data, loading, refusal, reload } = useEndpoint(readBoard, { query })
  const [problem, setProblem] = useState<string>()
  const say = useToast()
  const plan = useAct(makePlan, CHANGED)
  const replan = useAct(replanMonth, CHANGED)
  const go = (by: number) => change({ month: shiftMonth(month, by) }, 'replace')
  const district = data?.district ?? null
  const generate = async () => {
    const made = await plan.act({ body: { district, month } })
    setProblem(made.ok ? undefined : made.refusal.message)
    if (made.ok) say(`已生成 ${month} 计划：新增 ${made.value.added} 次，共 ${made.value.planned} 次`)
  }
  const putRight = async () => {
    const done = await replan.act({ body: { district, month, overdue: true } })
    setProblem(done.ok ? undefined : done.refusal.message)
    if (done.ok) say(sayReplanned(done.value))
  }
  return (
    <Screen
      title="巡访与结对"
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      note={
        <div className="y-row">
          <Button kind="quiet" onPress={() => go(-1)}>
            上月
          </Button>
          <strong>{month}</strong>
          <Button kind="quiet" onPress={() => go(1)}>
            下月
          </Button>
        </div>
      }
      actions={
        <>
          <a className="y-button" href="/w/visit-registers">
            名册与互助
          </a>
          {data && district !== null && month >= thisMonth && (
            <>
              {data.may.plan && (
                <Button busy={plan.busy} onPress={() => void generate()}>
                  生成或更新计划
                </Button>
              )}
              {data.may.replan && data.run !== null && (
                <Button kind="primary" busy={replan.busy} onPress={() => void putRight()}>
                  补派
                </Button>
              )}
            </>
          )}
        </>
      }
    >
      {problem !== undefined && (
        <Notice tone="warn" live>
          {problem}
        </Notice>
      )}
      {data && <Basis run={data.run} />}
      {data && (
        <div className="y-card">
          <Tabs
            label="巡访与结对的内容"
            tabs={[
              { id: 'done', label: '完成情况', content: () => <Completion of={data} /> },
              {
                id: 'plan',
                label: '巡访安排',
                count: data.total.overdue + data.total.unassigned,
                content: () => <PlanList query={query} />,
              },
              {
                id: 'follow',
                label: '核实与需求',
                content: () => <FollowUps area={search.area} maySettle={data.may.replan} />,
              },
              { id: 'pairs', label: '结对', content: () => <PairList area={search.area} /> },
              {
                id: 'duty',
                label: '值班',
                content: () => <DutyList area={search.area} mayAdd={data.may.duty} />,
              },
              { id: 'questions', label: '记录核对', content: () => <QuestionList area={search.area} /> },
            ]}
          />
        </div>
      )}
    </Screen>
  )
}

/** What the plan rests on, and what nobody has set. */
function Basis({ run }: { run: Board['run'] }) {
  if (run === null) return <Notice>这个月还没有生成计划。生成后，系统按名单、风险和巡访人自动安排到每一天。</Notice>
  return (
    <>
      <p className="y-meta">
        按{DRIVERS[run.driver]}安排，名单 {run.listed} 位
        {run.undecided > 0 && `，另有 ${run.undecided} 位因信息未采集暂不能判断`}；事实截至 {run.asOf}，生成于{' '}
        {showDateTime(run.madeAt)}
      </p>
      {run.unset.length > 0 && (
        <Notice tone="warn">
          本区还没有设置：{run.unset.map((each) => each.name).join('、')}
          。这些情形暂不安排，请区县在“政策规则库”中设置。
        </Notice>
      )}
    </>
  )
}
