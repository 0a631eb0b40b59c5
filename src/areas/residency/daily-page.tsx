import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Day } from '../../ui/day.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { TextField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { type Act, type DayPage, readDay } from './contract.ts'
import { HazardFixedDialog } from './hazard-dialog.tsx'
import { inHouse, problemsOf, sayReason } from './head-count.ts'
import { type RoundState, SelfCheck, useRound } from './self-check.tsx'
import { HomeGate, type HomeKey, HomeLinks, useHomeAct } from './use-home.tsx'
import { CHECK_ITEMS, COUNT_PROBLEMS } from './words.ts'

/** O02 每日填报: opens on what changed since yesterday, with everything filled in that the records know. */
export function DailyPage() {
  return <HomeGate title="每日填报">{(home) => <DailyOf key={home.id} home={home} />}</HomeGate>
}

function DailyOf({ home }: { home: HomeKey }) {
  const { data, loading, refusal, reload } = useEndpoint(readDay, { params: home })
  if (data === undefined) return <Screen title="每日填报" loading={loading} refusal={refusal} onRetry={reload} />
  return (
    <Screen
      title={`每日填报 · ${data.home.name}`}
      note={data.home.example && <ExampleMark />}
      actions={<HomeLinks home={data.home} at="day" />}
    >
      <div className="y-stack">
        <Changed of={data} />
        <ReportForm key={data.report?.version ?? 0} of={data} />
        <Hazards of={data} />
      </div>
    </Screen>
  )
}

function Changed({ of }: { of: DayPage }) {
  const { counts } = of
  return (
    <section className="y-card" aria-label="有变化">
      <h2>有变化</h2>
      <p>
        昨天在院 {of.inHouseYesterday} 人，今天 {of.inHouse} 人
        {of.reasons.length === 0
          ? '，没有变化。'
          : `：${of.reasons.map((each) => sayReason({ ...each, effect: each.effect as 1 | 0 | -1 })).join('、')}。`}
      </p>
      <Facts
        of={[
          { label: '今日在住', value: `${counts.residents} 人` },
          { label: '床位', value: `${counts.beds} 张（护理型 ${counts.nursingBeds} 张）` },
          { label: '住院', value: `${counts.inHospital} 人` },
          { label: '请假', value: `${counts.onLeave} 人` },
        ]}
      />
      {of.report !== null && (
        <Notice tone="ok">
          {of.on} 已提交{of.report.version > 1 ? `，更正 ${of.report.version - 1} 次` : ''}，清点 {of.report.counted}{' '}
          人，
          <Day on={of.report.submittedAt} />
          。再次提交会作为更正保存。
        </Notice>
      )}
      {of.checks
        .filter((each) => !each.met)
        .map((each) => (
          <Notice key={each.label} tone="warn">
            {each.label}：{each.says}（{each.clause.number}
            {each.clause.section}）
          </Notice>
        ))}
    </section>
  )
}

const asCount = (text: string): number => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN)

function ReportForm({ of }: { of: DayPage }) {
  const [counted, setCounted] = useState(String(of.inHouse))
  const [care, setCare] = useState(of.lastStaff === null ? '' : String(of.lastStaff.care))
  const [night, setNight] = useState(of.lastStaff === null ? '' : String(of.lastStaff.night))
  const [explanation, setExplanation] = useState('')
  const round = useRound(of.home.id, of.on)
  const { send, busy, refusal } = useHomeAct(of.home)
  const toast = useToast()
  const staffHint = of.lastStaff === null ? '还没有填报过' : `按 ${of.lastStaff.on} 填报带入`
  const numbers = [asCount(counted), asCount(care), asCount(night)]
  const problems = numbers.some(Number.isNaN)
    ? []
    : problemsOf(of.counts, { counted: numbers[0] ?? 0, nightStaff: numbers[2] ?? 0 })
  const submit = async () => {
    const body: Act = {
      act: 'report',
      on: of.on,
      counted: numbers[0] ?? 0,
      careStaff: numbers[1] ?? 0,
      nightStaff: numbers[2] ?? 0,
      ...(explanation.trim() === '' ? {} : { explanation: explanation.trim() }),
      ...round.answers(of),
    }
    const answer = await send(body)
    if (!answer.ok) return
    round.clear()
    toast('今日填报已提交。')
  }
  return (
    <form
      className="y-stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
      noValidate
    >
      {refusal && <ErrorSummary problems={[{ field: 'counted', message: refusal.message }]} lead="还没有提交" />}
      <section className="y-card y-stack" aria-label="人数和人员">
        <h2>人数和人员</h2>
        <div className="y-columns">
          <TextField
            id="counted"
            label="清点在院人数"
            unit="人"
            kind="digits"
            hint={`系统记录 ${inHouse(of.counts)} 人；一致时不用改`}
            value={counted}
            onChange={setCounted}
          />
          <TextField
            id="careStaff"
            label="今天在岗的管理服务人员"
            unit="人"
            kind="digits"
            hint={staffHint}
            value={care}
            onChange={setCare}
          />
          <TextField
            id="nightStaff"
            label="今晚值班人员"
            unit="人"
            kind="digits"
            hint={staffHint}
            value={night}
            onChange={setNight}
          />
        </div>
        {(problems.length > 0 || of.report?.locked === true) && (
          <>
            {problems.map((each) => (
              <Notice key={each.code} tone="warn">
                {COUNT_PROBLEMS[each.code]}
              </Notice>
            ))}
            <TextField
              id="explanation"
              label="说明"
              hint="写明原因，区民政看得到"
              kind="long"
              value={explanation}
              onChange={setExplanation}
              maxLength={300}
            />
          </>
        )}
      </section>
      <SelfCheck of={of} round={round} />
      <div className="y-row">
        <Button submit kind="primary" busy={busy} unavailable={whyNot(of, numbers, round)}>
          {of.report === null ? '提交今日' : '提交更正'}
        </Button>
        {round.savedAt !== undefined && <span className="y-meta">自查已保存 {round.savedAt}</span>}
      </div>
    </form>
  )
}

function whyNot(of: DayPage, numbers: readonly number[], round: RoundState): string | undefined {
  if (!of.mayAct) return '由本机构、所在镇街或区民政填报'
  if (numbers.some(Number.isNaN)) return '先填写人数和人员'
  const open = of.report === null ? round.open(of) : []
  return open.length > 0 ? `自查还差：${open.join('、')}` : undefined
}

function Hazards({ of }: { of: DayPage }) {
  const [fixing, setFixing] = useState<DayPage['hazards'][number]>()
  if (of.hazards.length === 0) return null
  const itemOf = (item: string) => (item in CHECK_ITEMS ? CHECK_ITEMS[item as keyof typeof CHECK_ITEMS].word : item)
  return (
    <section className="y-card" aria-label="没有办结的隐患">
      <h2>没有办结的隐患</h2>
      <DataTable
        label="没有办结的隐患"
        rows={of.hazards}
        keyOf={(row) => row.id}
        urgent={(row) => row.dueOn < of.today}
        columns={[
          { id: 'item', head: '项目', cell: (row) => itemOf(row.item) },
          { id: 'what', head: '问题', long: true, cell: (row) => `${row.place}：${row.what}` },
          { id: 'person', head: '责任人', cell: (row) => row.person },
          { id: 'due', head: '期限', cell: (row) => <Day on={row.dueOn} distance /> },
          {
            id: 'act',
            head: '办理',
            cell: (row) => of.mayAct && <Button onPress={() => setFixing(row)}>登记整改</Button>,
          },
        ]}
      />
      {fixing && <HazardFixedDialog home={of.home} hazard={fixing} onClose={() => setFixing(undefined)} />}
    </section>
  )
}
