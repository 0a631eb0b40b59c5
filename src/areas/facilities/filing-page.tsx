import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Tiles } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts, RecordPage } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { CheckAnswer } from './check-answer.tsx'
import { actOnFiling, type Filing, listChecks, listFilings, readFiling } from './filing-contract.ts'
import { DEPARTMENTS, FILING_KINDS, FILING_STATES, MATERIALS, type Material, materialsFor } from './filing-words.ts'
import { OpeningPanel } from './opening-panel.tsx'

export const FILING_CHANGED = [readFiling.path, listFilings.path, listChecks.path, '/api/facilities']

/** One filing of W10: what the rules said, what each department answered and by when, the receipt, and what may be done now. */
export function FilingPage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readFiling, { params: { district, id } })
  const trail = [{ label: '机构备案', href: '/w/filings' }, { label: data?.number ?? '' }]
  if (data === undefined)
    return <Screen title="机构备案" trail={trail} loading={loading} refusal={refusal} onRetry={reload} />
  return (
    <RecordPage
      title={`${data.name.replace(/^示例·/, '')} · ${FILING_KINDS[data.kind]}`}
      number={data.number}
      trail={trail}
      note={
        <>
          <Status of={data.state} words={FILING_STATES} />
          {data.example && <ExampleMark />}
        </>
      }
      facts={[
        { label: '运营方', value: data.operator },
        { label: '所在', value: data.place },
        { label: '生效日期', value: data.effectiveOn },
        { label: '备案日期', value: data.filedOn ?? '还没有' },
        { label: '回执期限', value: sayDue(data) },
        {
          label: '设施档案',
          value: data.facilityId ? (
            <a href={`/w/facilities/${data.district}/${data.facilityId}`}>打开</a>
          ) : (
            '出具回执后建立'
          ),
        },
      ]}
      tabs={[
        {
          id: 'checks',
          label: '部门核查',
          ...(data.checksOpen > 0 && { count: data.checksOpen }),
          content: () => <Checks of={data} />,
        },
        { id: 'panel', label: '可免须办可享', content: () => <OpeningPanel of={data.panel} /> },
        { id: 'form', label: '填报内容', content: () => <Filled of={data} /> },
        {
          id: 'time',
          label: '时间线',
          content: () => (
            <Timeline
              empty="还没有记录。"
              entries={data.timeline.map((each, n) => ({
                id: `${n}`,
                at: each.at.slice(0, 10),
                who: each.account,
                what: each.says,
                ...(each.reason && { detail: each.reason }),
              }))}
            />
          ),
        },
      ]}
      aside={<Acts of={data} />}
    />
  )
}

const sayDue = ({ state, dueOn, daysLeft }: Filing): string => {
  if (state !== 'submitted') return '不计时'
  if (dueOn === null) return '本区没有设定期限'
  return daysLeft === null ? dueOn : `${dueOn}（${daysLeft < 0 ? `已超 ${-daysLeft}` : `还有 ${daysLeft}`} 个工作日）`
}

function Checks({ of }: { of: Filing }) {
  const [asked, setAsked] = useState<string>()
  const check = of.checkList.find((each) => each.id === asked)
  if (of.checkList.length === 0) return <p>这件备案不需要部门核查。</p>
  return (
    <>
      <DataTable
        label="部门核查"
        rows={of.checkList}
        keyOf={(row) => row.id}
        columns={[
          { id: 'department', head: '部门', cell: (row) => DEPARTMENTS[row.department] },
          { id: 'question', head: '核查什么', long: true, cell: (row) => row.question },
          {
            id: 'state',
            head: '结果',
            cell: (row) => (row.outcome === null ? '等待答复' : row.outcome === 'clear' ? '没有问题' : '有问题'),
          },
          {
            id: 'due',
            head: '期限',
            cell: (row) =>
              row.outcome !== null
                ? (row.answeredOn ?? '')
                : row.dueOn === null
                  ? '没有设定'
                  : `${row.dueOn}${row.daysLeft === null ? '' : `（${row.daysLeft < 0 ? `已超 ${-row.daysLeft}` : `还有 ${row.daysLeft}`} 个工作日）`}`,
          },
          { id: 'words', head: '说明', long: true, cell: (row) => row.words ?? '' },
          {
            id: 'act',
            head: '代录',
            cell: (row) => row.outcome === null && <Button onPress={() => setAsked(row.id)}>录入答复</Button>,
          },
        ]}
      />
      {check && <CheckAnswer of={check} onClose={() => setAsked(undefined)} />}
    </>
  )
}

function Filled({ of }: { of: Filing }) {
  const { form } = of
  const plan = form.plan
  return (
    <div className="y-stack">
      <Facts
        of={[
          { label: '地址', value: form.address || '未填写' },
          { label: '原因', value: form.reason || '未填写' },
          ...Object.entries(form.changes ?? {}).map(([kind, value]) => ({ label: kind, value: String(value) })),
          ...(plan
            ? [
                { label: '在住老人', value: `${plan.residents} 人` },
                { label: '已落实去处', value: `${plan.placed} 人` },
                { label: '告知日期', value: plan.noticeOn },
                { label: '去向', value: plan.where },
                { label: '退费', value: plan.refunds },
                { label: '档案移交', value: plan.records },
              ]
            : []),
        ]}
      />
      {(form.issues ?? []).map((issue) => (
        <p key={issue.finding}>
          遗留问题：{issue.finding}；会商结论：{issue.decision || '还没有'}；{issue.settled ? '已销号' : '未销号'}
        </p>
      ))}
    </div>
  )
}

function Acts({ of }: { of: Filing }) {
  const [asking, setAsking] = useState<'askForMissing' | 'supply'>()
  const { act } = useAct(actOnFiling, FILING_CHANGED)
  const missing = materialsFor(of.kind).filter(
    (name) => !of.evidence.some((each) => each.name === name && ['given', 'held'].includes(each.standing)),
  )
  const simple = of.moves.filter((move) => !['askForMissing', 'supply'].includes(move.name))
  return (
    <section className="y-card y-stack" aria-label="办理">
      <h2>办理</h2>
      {missing.length > 0 && <Notice tone="info">还差：{missing.map((name) => MATERIALS[name]).join('、')}</Notice>}
      {of.receipt && (
        <a className="y-button" data-kind="primary" href={of.receipt} target="_blank" rel="noreferrer">
          打印备案回执
        </a>
      )}
      <CaseActions
        actions={simple.map((move) => ({
          id: move.name,
          label: move.title,
          ...(move.tone === 'primary' && { kind: 'primary' as const }),
          ...(move.reason && { reason: { required: move.reason === 'required' } }),
          ...(move.unavailable && { unavailable: move.unavailable }),
        }))}
        onAct={async (move, reason) => {
          const answer = await act({
            params: { district: of.district, id: of.id },
            body: { move, revision: of.revision, ...(reason && { reason }) },
          })
          return answer.ok ? undefined : answer.refusal
        }}
      />
      {of.moves.some((move) => move.name === 'askForMissing') && (
        <Button onPress={() => setAsking('askForMissing')}>一次告知补材料</Button>
      )}
      {of.moves.some((move) => move.name === 'supply') && (
        <Button kind="primary" onPress={() => setAsking('supply')}>
          登记补来的材料
        </Button>
      )}
      {asking && <Materials of={of} missing={missing} move={asking} onClose={() => setAsking(undefined)} />}
    </section>
  )
}

type MaterialsProps = {
  of: Filing
  missing: readonly Material[]
  move: 'askForMissing' | 'supply'
  onClose: () => void
}

function Materials({ of, missing, move, onClose }: MaterialsProps) {
  const [picked, setPicked] = useState<readonly string[]>(missing)
  const { act, busy, refusal } = useAct(actOnFiling, FILING_CHANGED)
  const send = async () => {
    const named = move === 'supply' ? { supplied: picked } : { missing: picked }
    const answer = await act({
      params: { district: of.district, id: of.id },
      body: { move, revision: of.revision, ...named },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title={move === 'supply' ? '登记补来的材料' : '一次告知补材料'}
      act={move === 'supply' ? '登记' : '告知'}
      busy={busy}
      unavailable={picked.length === 0 ? '先选择材料' : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <Tiles
        label="材料"
        many
        value={picked}
        onChange={setPicked}
        options={materialsFor(of.kind).map((each) => ({ value: each, label: MATERIALS[each] }))}
      />
    </Dialog>
  )
}
