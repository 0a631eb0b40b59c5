import { useState } from 'react'
import {
  findDocument,
  lastVerifiedOn,
  listRules,
  parameters,
  sayClause,
  type Verifications,
} from '../../policy/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { showDateTime, today } from '../../ui/formats.ts'
import { Grid } from '../../ui/grid.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import type { VerificationRecord } from './contract.ts'
import {
  confirmVerification,
  listVerifications,
  proposeVerification,
  readVerified,
  withdrawVerification,
} from './endpoints.ts'

type Place = { doc: string; section: string }
const CHANGED = [readVerified.path, listVerifications.path]

const clauses: readonly Place[] = [
  ...new Map(
    [...listRules().flatMap((rule) => rule.clauses), ...parameters.map((row) => row.source)].map((each) => [
      `${each.doc} ${each.section}`,
      each,
    ]),
  ).values(),
]

/** Every clause, also the national ones, with the day of its last check; the longest unchecked first. One officer checks, another confirms. */
export function ClauseChecks() {
  const verified = useEndpoint(readVerified)
  const records = useEndpoint(listVerifications)
  const [checking, setChecking] = useState<Place>()
  const [text, setText] = useState('')
  if (records.refusal) return <Refused refusal={records.refusal} onRetry={records.reload} />
  if (!verified.data || !records.data) return <Skeleton />
  const days = verified.data as Verifications
  const waiting = records.data.filter((each) => each.state === 'draft')
  const found = clauses
    .filter((each) => sayClause(each).includes(text.trim()))
    .map((clause) => ({ clause, on: lastVerifiedOn(clause, days) }))
    .sort((a, b) => (a.on ?? '').localeCompare(b.on ?? ''))
  return (
    <div className="y-stack">
      {waiting.map((each) => (
        <Waiting key={each.id} of={each} />
      ))}
      <TextField label="查条款" hint="文件名称、文号或条款" value={text} onChange={setText} />
      <Grid label="条款核对">
        <table className="y-table" aria-label="条款核对">
          <thead>
            <tr>
              <th scope="col">条款</th>
              <th scope="col">最近核对</th>
              <th scope="col">核对</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, 80).map(({ clause, on }) => (
              <tr key={`${clause.doc} ${clause.section}`}>
                <td>
                  <div className="y-wrap">{sayClause(clause)}</div>
                </td>
                <td>{on ?? '还没有核对过'}</td>
                <td>
                  <Button label={`记录核对 ${sayClause(clause, true)}`} onPress={() => setChecking(clause)}>
                    记录核对
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Grid>
      {found.length > 80 && <p className="y-meta">共 {found.length} 条，请输入文号查找其余条款。</p>}
      {checking && <CheckDialog clause={checking} onClose={() => setChecking(undefined)} />}
    </div>
  )
}

function Waiting({ of }: { of: VerificationRecord }) {
  const confirming = useAct(confirmVerification, CHANGED)
  const taking = useAct(withdrawVerification, CHANGED)
  const refusal = confirming.refusal ?? taking.refusal
  return (
    <section className="y-card" aria-label={`待确认 ${of.doc}`}>
      <p>
        <strong>{sayClause(of)}</strong> 于 {of.on} 核对，原文出处：{of.source}
      </p>
      <p className="y-meta">
        {of.proposedBy} · {showDateTime(of.proposedAt)} · 等另一位同事对照原文后确认
      </p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <div className="y-row">
        <Button kind="primary" busy={confirming.busy} onPress={() => void confirming.act({ params: { id: of.id } })}>
          已对照，确认
        </Button>
        <Button busy={taking.busy} onPress={() => void taking.act({ params: { id: of.id } })}>
          撤回
        </Button>
      </div>
    </section>
  )
}

function CheckDialog({ clause, onClose }: { clause: Place; onClose: () => void }) {
  const [on, setOn] = useState<string>(today())
  const [source, setSource] = useState('')
  const { act, busy, refusal } = useAct(proposeVerification, CHANGED)
  const say = useToast()
  const send = async () => {
    const answer = await act({ body: { ...clause, on, source: source.trim() } })
    if (!answer.ok) return
    say('已记录，等另一位同事确认。')
    onClose()
  }
  return (
    <Dialog
      title="记录核对"
      act="记录核对"
      busy={busy}
      unavailable={source.trim().length < 4 ? '先写明原文出处' : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      <p>{sayClause(clause)}</p>
      <p className="y-meta">
        确认原文与政策目录一致后再记录；原文已经改动的，请先更新政策目录。
        {findDocument(clause.doc)?.class === 'period-plan' ? '这是有期限的规划，期限已过的仍可核对文本。' : ''}
      </p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <DayField label="核对日期" value={on} onChange={setOn} />
      <TextField label="原文出处" hint="网址或文件编号" value={source} onChange={setSource} maxLength={300} />
    </Dialog>
  )
}
