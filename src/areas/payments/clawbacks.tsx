import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, TextField, YuanField } from '../../ui/field.tsx'
import { showNumber, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { SCHEME_WORDS } from '../benefits/words.ts'
import { actOnClawback, type ClawbackAct, type ClawbackView, listClawbacks, readClawback } from './contract.ts'
import { CLAWBACK_WORDS } from './words.ts'

/** Cases of money asked back: what for, where each stands, and beside it the case with its log and its next steps. */
export function Clawbacks() {
  const [search] = useUrlState()
  const { data, loading, refusal, reload } = useEndpoint(listClawbacks, { query: { after: search.after } })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  if (data.rows.length === 0) return <Empty words="没有追回的案件。" />
  return (
    <PeekTable
      label="追回案件"
      rows={data.rows}
      keyOf={(row) => row.id}
      nameOf={(row) => row.name || '档案已转出'}
      peek={(row) => <Case id={row.id} />}
      foot={{ words: `${data.count.capped ? '1000+' : showNumber(data.count.total)} 件`, next: data.next }}
      columns={[
        { id: 'name', head: '姓名', cell: (row) => row.name || '（档案已转出）' },
        { id: 'cause', head: '原因', cell: (row) => row.causeSays },
        { id: 'sum', head: '应追回', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
        {
          id: 'left',
          head: '还没有收回',
          align: 'right',
          cell: (row) => <Money fen={row.amountFen - row.repaidFen - row.waivedFen} />,
        },
        { id: 'state', head: '进度', cell: (row) => CLAWBACK_WORDS[row.state] },
      ]}
    />
  )
}

const ACT_WORDS: Readonly<Record<ClawbackAct['kind'], string>> = {
  notice: '发出通知',
  talk: '记录沟通',
  plan: '确定归还计划',
  receipt: '登记收款',
  defer: '困难缓收',
  proposeWaiver: '提出免收',
  refuseWaiver: '不同意免收',
  waive: '签署免收',
  close: '结案',
}

function Case({ id }: { id: string }) {
  const { data, loading, refusal, reload } = useEndpoint(readClawback, { params: { clawback: id } })
  const [asked, setAsked] = useState<ClawbackAct['kind']>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  return (
    <div className="y-stack">
      <Facts
        of={[
          { label: '进度', value: CLAWBACK_WORDS[data.state] },
          { label: '应追回', value: <Money fen={data.amountFen} inWords /> },
          { label: '已收回', value: <Money fen={data.repaidFen} /> },
          ...(data.instalments === null
            ? []
            : [{ label: '归还计划', value: `分 ${data.instalments} 期，下次 ${data.dueOn ?? '未定'}` }]),
        ]}
      />
      <div className="y-row">
        {(data.may as ClawbackAct['kind'][]).map((kind) => (
          <Button key={kind} onPress={() => setAsked(kind)}>
            {ACT_WORDS[kind]}
          </Button>
        ))}
      </div>
      <h3>涉及月份</h3>
      <ul>
        {data.months.map((each) => (
          <li key={`${each.month} ${each.scheme}`}>
            {each.month} {SCHEME_WORDS[each.scheme] ?? each.scheme}：已发 <Money fen={each.settledFen} />
            ，应发 <Money fen={each.dueFen} />（{each.says}）
          </li>
        ))}
      </ul>
      <h3>沟通参考</h3>
      <ol>
        {data.script.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ol>
      <h3>办理记录</h3>
      <ul>
        {data.entries.map((each) => (
          <li key={each.id}>
            {each.on} {each.says} {each.amountFen !== null && <Money fen={each.amountFen} />} {each.words}{' '}
            <span className="y-meta">{each.account}</span>
          </li>
        ))}
      </ul>
      {asked && <ActDialog of={data} kind={asked} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function ActDialog({ of, kind, onClose }: { of: ClawbackView; kind: ClawbackAct['kind']; onClose: () => void }) {
  const { act, busy, refusal } = useAct(actOnClawback, ['/api/payments'])
  const [on, setOn] = useState<string>(today())
  const [words, setWords] = useState('')
  const [parts, setParts] = useState('1')
  const [until, setUntil] = useState('')
  const [yuan, setYuan] = useState('')
  const [fen, setFen] = useState<number>()
  const save = async () => {
    const more =
      kind === 'plan'
        ? { instalments: Number(parts) }
        : kind === 'receipt'
          ? { amountFen: fen }
          : kind === 'defer'
            ? { until }
            : {}
    if ((await act({ params: { clawback: of.id }, body: { kind, on, words, ...more } })).ok) onClose()
  }
  const needsWords = !['plan', 'waive', 'refuseWaiver', 'close'].includes(kind)
  const missing =
    needsWords && words.trim().length < 2
      ? '先写明内容'
      : kind === 'receipt' && fen === undefined
        ? '先填写金额'
        : kind === 'defer' && until === ''
          ? '先填写缓收到哪一天'
          : undefined
  return (
    <Dialog
      title={ACT_WORDS[kind]}
      act={ACT_WORDS[kind]}
      busy={busy}
      unavailable={missing}
      onAct={() => void save()}
      onClose={onClose}
    >
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      <DayField label="日期" value={on} onChange={setOn} />
      {kind === 'plan' && (
        <TextField
          label="分几期归还"
          kind="digits"
          hint={of.mostInstalments === null ? '本区没有设定分期，只能一次归还' : `本区最多 ${of.mostInstalments} 期`}
          value={parts}
          onChange={setParts}
        />
      )}
      {kind === 'receipt' && (
        <YuanField
          label="收款金额"
          value={yuan}
          onChange={(text, sum) => {
            setYuan(text)
            setFen(sum)
          }}
        />
      )}
      {kind === 'defer' && <DayField label="缓收到" value={until} onChange={setUntil} />}
      <TextField
        label={kind === 'receipt' ? '收据编号' : '说明'}
        {...(needsWords ? {} : { optional: true })}
        value={words}
        onChange={setWords}
      />
    </Dialog>
  )
}
