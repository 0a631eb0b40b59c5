import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, newActKey } from '../../ui/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Selection } from '../../ui/selection-bar.tsx'
import { useSession } from '../../ui/session.ts'
import { useToast } from '../../ui/toast.tsx'
import type { SavedView } from '../../ui/views.tsx'
import { DaysLeft } from './case-columns.tsx'
import { CasePeek } from './case-page.tsx'
import { actOnCases, type CaseLine, listCases } from './cases-contract.ts'
import { HandOver } from './hand-over.tsx'
import { CHANNEL_WORDS, OUTCOME_WORDS } from './words.ts'

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

const filters: readonly Filter[] = [
  {
    id: 'list',
    label: '范围',
    options: [
      { value: 'mine', label: '等我办的' },
      { value: 'urged', label: '申请人催办' },
      { value: 'late', label: '已超期' },
      { value: 'open', label: '全部在办' },
      { value: 'closed', label: '已办结' },
    ],
  },
  {
    id: 'kind',
    label: '事项',
    options: [
      { value: 'apply-old-age-allowance', label: '高龄津贴' },
      { value: 'apply-care-subsidy', label: '养老服务补贴' },
      { value: 'apply-extreme-hardship-care-subsidy', label: '特困照料护理补贴' },
    ],
  },
  {
    id: 'state',
    label: '步骤',
    options: [
      { value: 'submitted', label: '待受理' },
      { value: 'correcting', label: '待补材料' },
      { value: 'checking', label: '核验中' },
      { value: 'noticed', label: '公示中' },
      { value: 'deciding', label: '待决定' },
      { value: 'refused', label: '未批准' },
      { value: 'reviewing', label: '异议复核' },
      { value: 'contesting', label: '金额复核' },
    ],
  },
  { id: 'origin', label: '来源', options: options(CHANNEL_WORDS) },
]

const views: readonly SavedView[] = [
  { id: 'mine', label: '等我办的', search: {} },
  { id: 'urged', label: '申请人催办', search: { list: 'urged' } },
  { id: 'late', label: '已超期', search: { list: 'late' } },
  { id: 'open', label: '全部在办', search: { list: 'open' } },
  { id: 'closed', label: '已办结', search: { list: 'closed' } },
]

/** What each desk does in bulk; the server decides case by case. */
const BULK: Readonly<Record<string, readonly { move: string; label: string; reason: boolean; kind?: 'primary' }[]>> = {
  townshipClerk: [
    { move: 'accept', label: '受理', reason: false, kind: 'primary' },
    { move: 'verify', label: '核验通过', reason: false },
  ],
  districtOfficer: [
    { move: 'grant', label: '批准', reason: false, kind: 'primary' },
    { move: 'refuse', label: '不予批准', reason: true },
    { move: 'accept', label: '受理', reason: false },
    { move: 'verify', label: '核验通过', reason: false },
  ],
}

const keyOf = (row: CaseLine) => `${row.district}/${row.id}`
const refOf = (key: string) => {
  const [district = '', id = ''] = key.split('/')
  return { district, id }
}

/** W05 办件: what waits for me, the most pressing first. */
export function CaseList() {
  const { session } = useSession()
  const [asked, setAsked] = useState<Asked>()
  const [given, setGiven] = useState<readonly string[]>()
  const role = session?.account.roles.find((grant) => BULK[grant.role] !== undefined)?.role
  const bulk = (role === undefined ? [] : (BULK[role] ?? [])).map((each) => ({
    id: each.move,
    label: each.label,
    rowsOnly: true,
    ...(each.kind ? { kind: each.kind } : {}),
    run: async (selection: Selection) => {
      if (selection.kind === 'rows') setAsked({ ...each, keys: selection.keys })
      return undefined
    },
  }))
  const handOver = {
    id: 'assign',
    label: '交给同事',
    rowsOnly: true,
    run: async (selection: Selection) => {
      if (selection.kind === 'rows') setGiven(selection.keys)
      return undefined
    },
  }
  return (
    <>
      <ListPage
        title="办件"
        unit="件"
        load={useCases}
        keyOf={keyOf}
        hrefOf={(row) => `/w/matters/${keyOf(row)}`}
        nameOf={(row) => `${row.name} · ${row.title}`}
        peek={(row) => <CasePeek district={row.district} id={row.id} />}
        urgent={(row) => row.closedAt === null && (row.urgedOn !== null || (row.daysLeft !== null && row.daysLeft < 0))}
        columns={[
          { id: 'number', head: '编号', cell: (row) => <span className="y-number y-keep">{row.number}</span> },
          { id: 'name', head: '姓名', cell: (row) => row.name },
          { id: 'matter', head: '事项', cell: (row) => row.title.replace(/申请$/, '') },
          { id: 'place', head: '乡镇（街道）', cell: (row) => row.townshipName },
          {
            id: 'state',
            head: '步骤',
            cell: (row) => (row.outcome && row.closedAt ? OUTCOME_WORDS[row.outcome] : row.stateTitle),
          },
          { id: 'left', head: '期限', cell: (row) => <DaysLeft of={row} /> },
          { id: 'origin', head: '来源', cell: (row) => CHANNEL_WORDS[row.origin] ?? row.origin },
          { id: 'handler', head: '经办', cell: (row) => row.handler ?? '' },
        ]}
        filters={filters}
        views={views}
        example="GL-2026-004517-8"
        {...(bulk.length > 0 ? { bulk: [...bulk, handOver] } : {})}
        actions={
          <div className="y-row">
            <a className="y-button" href="/w/matters/proposals">
              主动告知
            </a>
            <a className="y-button" href="/w/matters/undecided">
              批次待清理
            </a>
            <a className="y-button" href="/w/matters/deputies">
              交接代办
            </a>
            <a className="y-button" data-kind="primary" href="/w/matters/new">
              新受理
            </a>
          </div>
        }
        allDone="等您办的都处理完了。可以看看“全部在办”。"
      />
      {asked && <BulkDialog of={asked} onClose={() => setAsked(undefined)} />}
      {given && <HandOver cases={given.map(refOf)} onClose={() => setGiven(undefined)} />}
    </>
  )
}

const useCases = (input: ListInput) => useEndpoint(listCases, input)

type Asked = { move: string; label: string; reason: boolean; keys: readonly string[] }

/** One reason for all that were picked; what could not be done is told one by one. */
function BulkDialog({ of, onClose }: { of: Asked; onClose: () => void }) {
  const queries = useQueryClient()
  const say = useToast()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [left, setLeft] = useState<readonly { number: string; message: string }[]>()
  const [key] = useState(newActKey)
  const run = async () => {
    setBusy(true)
    const body = { cases: of.keys.map(refOf), move: of.move, ...(reason.trim() ? { reason: reason.trim() } : {}) }
    const answer = await call(actOnCases, { body, idempotencyKey: key })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.refusal.message)
    await queries.invalidateQueries({ queryKey: [listCases.path] })
    const { moved, refused } = answer.value
    say(`已办 ${moved} 件${refused.length > 0 ? `，${refused.length} 件没有办` : ''}`)
    if (refused.length === 0) return onClose()
    setLeft(refused)
  }
  if (left !== undefined)
    return (
      <Dialog title={`${left.length} 件没有办`} onClose={onClose}>
        <ul>
          {left.map((each) => (
            <li key={each.number}>
              <strong className="y-number">{each.number}</strong> {each.message}
            </li>
          ))}
        </ul>
      </Dialog>
    )
  return (
    <Dialog
      title={`${of.label} ${of.keys.length} 件`}
      act={of.label}
      busy={busy}
      unavailable={of.reason && reason.trim() === '' ? '先写明原因' : undefined}
      onAct={() => void run()}
      onClose={onClose}
    >
      <p>每一件分别检查、分别留痕；不能办的会逐件说明。</p>
      {problem && (
        <Notice tone="warn" live>
          {problem}
        </Notice>
      )}
      <TextField label="原因" kind="long" optional={!of.reason} value={reason} onChange={setReason} maxLength={200} />
    </Dialog>
  )
}
