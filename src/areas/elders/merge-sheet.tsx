import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/field.tsx'
import { Grid } from '../../ui/grid.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Refused } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { useToast } from '../../ui/toast.tsx'
import {
  confirmMergeOf,
  dismissPairOf,
  type ElderRecord,
  type MergeView,
  type PairView,
  proposeMergeOf,
  readFile,
  readMergeOf,
  readPage,
  readPairs,
  rejectMergeOf,
} from './contract.ts'
import { problemsOf } from './file-people.tsx'
import { aloneInWords, levelInWords } from './register-columns.tsx'
import { ID_KINDS, SEX, valueInWords } from './words.ts'

type Pair = z.infer<typeof PairView>
type Side = 'low' | 'high'
type Row = { id: string; label: string; of: (file: ElderRecord) => string; isChoice?: false }

const notCollected = '未采集'
const ROWS: readonly Row[] = [
  { id: 'name', label: '姓名', of: (file) => file.name },
  { id: 'sex', label: '性别', of: (file) => (file.sex ? SEX[file.sex] : notCollected) },
  { id: 'birthDate', label: '出生日期', of: (file) => file.birthDate ?? notCollected },
  { id: 'identity', label: '证件', of: (file) => `${ID_KINDS[file.idKind]} ${file.idMasked ?? ''}` },
  { id: 'residence', label: '居住地', of: (file) => file.place },
  { id: 'address', label: '详细地址', of: (file) => file.address ?? notCollected },
  { id: 'hardship', label: '困难身份', of: (file) => valueInWords('hardship', file.hardship) },
  { id: 'livingArrangement', label: '居住状况', of: (file) => aloneInWords(file.livingArrangement) ?? notCollected },
  { id: 'careDependency', label: '能力等级', of: (file) => levelInWords(file.careDependency) ?? '未评估' },
  {
    id: 'phones',
    label: '电话',
    of: (file) => file.phones.map((each) => each.masked).join('、') || notCollected,
    isChoice: false,
  },
  { id: 'created', label: '建档时间', of: (file) => file.createdAt.slice(0, 16), isChoice: false },
]

const TABLES: Record<string, string> = {
  'elders.phone': '电话',
  'elders.contact': '联系人',
  'elders.identity': '证件号登记',
  'elders.former_identity': '曾用证件号',
}

/** Two files side by side: which is kept, which field comes from where, what moves with it, and the second person's answer. */
export function MergeSheet({ pair }: { pair: Pair }) {
  const low = useEndpoint(readFile, { params: { id: pair.low.id } })
  const high = useEndpoint(readFile, { params: { id: pair.high.id } })
  const proposal = useEndpoint(readMergeOf, { params: { id: pair.merge ?? '' } }, pair.merge !== null)
  const refusal = low.refusal ?? high.refusal ?? proposal.refusal
  if (refusal) return <Refused refusal={refusal} />
  if (!low.data || !high.data) return <div className="y-card" />
  const files = { low: low.data, high: high.data }
  if (pair.merge !== null && proposal.data) return <Proposed files={files} merge={proposal.data} />
  return <Choosing pair={pair} files={files} />
}

function Choosing({ pair, files }: { pair: Pair; files: Record<Side, ElderRecord> }) {
  const [kept, setKept] = useState<Side>(files.low.idMasked === null && files.high.idMasked !== null ? 'high' : 'low')
  const [from, setFrom] = useState<Record<string, Side>>({})
  const [reason, setReason] = useState('')
  const propose = useAct(proposeMergeOf, [readPairs.path])
  const dismiss = useAct(dismissPairOf, [readPairs.path])
  const toast = useToast()
  const send = async () => {
    const choices = Object.fromEntries(Object.entries(from).map(([id, side]) => [id, side === kept ? 'kept' : 'gone']))
    const other = kept === 'low' ? 'high' : 'low'
    const answer = await propose.act({ body: { kept: files[kept].id, gone: files[other].id, choices, reason } })
    if (answer.ok) toast('已提出合并，等另一位同事确认。')
  }
  return (
    <section className="y-card y-stack" aria-label="左右对照">
      {propose.refusal && <ErrorSummary problems={problemsOf(propose.refusal)} />}
      <Sides
        files={files}
        head={(side) => (
          <label className="y-row">
            <input type="radio" name="kept" checked={kept === side} onChange={() => setKept(side)} />
            {kept === side ? '保留这份' : '并入另一份'}
          </label>
        )}
        cell={(row, side) =>
          row.isChoice === false || row.of(files.low) === row.of(files.high) ? (
            row.of(files[side])
          ) : (
            <label className="y-row">
              <input
                type="radio"
                name={row.id}
                checked={(from[row.id] ?? kept) === side}
                onChange={() => setFrom({ ...from, [row.id]: side })}
              />
              {row.of(files[side])}
            </label>
          )
        }
      />
      <p className="y-meta">
        电话、联系人和其他挂在档案上的记录会一起移到保留的档案；没有选用的证件号作为曾用号保留。确认后 30 天内可以拆回。
      </p>
      <TextField
        id="reason"
        label="为什么是同一个人"
        hint="例如 已看过双方身份证和户口簿"
        value={reason}
        onChange={setReason}
        maxLength={200}
      />
      <div className="y-row">
        <Button
          kind="primary"
          busy={propose.busy}
          unavailable={reason.trim().length < 2 ? '先写明理由' : undefined}
          onPress={() => void send()}
        >
          提出合并
        </Button>
        <Button
          busy={dismiss.busy}
          onPress={() => void dismiss.act({ params: { low: pair.low.id, high: pair.high.id }, body: { note: reason } })}
        >
          不是同一人
        </Button>
      </div>
    </section>
  )
}

function Proposed({ files, merge }: { files: Record<Side, ElderRecord>; merge: MergeView }) {
  const confirm = useAct(confirmMergeOf, [readPairs.path, readFile.path, readPage.path])
  const reject = useAct(rejectMergeOf, [readPairs.path])
  const refusal = confirm.refusal ?? reject.refusal
  const { session } = useSession()
  const mine = session?.account.username === merge.proposedBy
  const taken = (row: Row, side: Side): boolean => {
    const role = files[side].id === merge.kept ? 'kept' : 'gone'
    return (merge.choices[row.id] ?? 'kept') === role
  }
  return (
    <section className="y-card y-stack" aria-label="待确认的合并">
      {refusal && <Refused refusal={refusal} />}
      <Notice tone="info">
        <p>
          {merge.proposedBy} 提出合并：{merge.reason}
        </p>
      </Notice>
      <Sides
        files={files}
        head={(side) => (files[side].id === merge.kept ? '保留这份' : '并入另一份')}
        cell={(row, side) =>
          row.isChoice !== false && taken(row, side) ? <strong>{row.of(files[side])}</strong> : row.of(files[side])
        }
      />
      <p>
        会一起移动：
        {merge.moves.map(({ table, rows }) => `${TABLES[table] ?? table} ${rows} 条`).join('、') || '没有其他记录'}。
      </p>
      <p className="y-meta">要由提出人以外的同事确认。确认后 30 天内可以拆回。</p>
      <div className="y-row">
        <Button
          kind="primary"
          unavailable={mine ? '合并要由另一位同事确认' : undefined}
          busy={confirm.busy}
          onPress={() => void confirm.act({ params: { id: merge.id } })}
        >
          合并两份档案
        </Button>
        <Button busy={reject.busy} onPress={() => void reject.act({ params: { id: merge.id } })}>
          退回
        </Button>
      </div>
    </section>
  )
}

type SidesProps = {
  files: Record<Side, ElderRecord>
  head: (side: Side) => ReactNode
  cell: (row: Row, side: Side) => ReactNode
}

function Sides({ files, head, cell }: SidesProps) {
  return (
    <Grid label="两份档案">
      <table className="y-table" aria-label="两份档案">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">{head('low')}</th>
            <th scope="col">{head('high')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr
              key={row.id}
              data-urgent={row.isChoice !== false && row.of(files.low) !== row.of(files.high) ? true : undefined}
            >
              <th scope="row">{row.label}</th>
              <td>{cell(row, 'low')}</td>
              <td>{cell(row, 'high')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Grid>
  )
}
