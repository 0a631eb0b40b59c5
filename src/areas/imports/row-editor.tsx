import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Status } from '../../ui/status.tsx'
import { type Batch, REFRESHES, type Row, repairRow } from './calls.ts'
import { TransferButton } from './transfer-dialog.tsx'
import { classWords, outcomeWords } from './words.ts'

/** One row of the file: what is wrong with it, the cells concerned to correct, and what may be confirmed as it is. */
export function RowEditor({ batch, row }: { batch: Batch; row: Row }) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const { act, busy, refusal } = useAct(repairRow, REFRESHES)
  const open = row.findings.filter((finding) => !finding.accepted)
  const columns = [...new Set(open.flatMap((finding) => finding.column ?? []))]
  const confirmable = open.filter(isConfirmable).map((finding) => finding.code)
  const movable = open.some((finding) => finding.code === 'duplicateInRegister' && MOVES.has(finding.same ?? ''))
  const send = (body: { cells?: Record<string, string>; accept?: string[] }) =>
    act({ params: { id: batch.id, row: String(row.row) }, body: { version: batch.version, ...body } })
  return (
    <article className="y-card y-stack" aria-label={`第 ${row.row} 行`}>
      <div className="y-row">
        <strong>{row.name || '（没有姓名）'}</strong>
        <span className="y-meta">
          {batch.sheet} 第 {row.row} 行{row.hidden && '（隐藏行）'}
        </span>
        <Status of={row.class} words={classWords} />
        {row.outcome && <span className="y-meta">{outcomeWords[row.outcome]}</span>}
      </div>
      {open.map((finding) => (
        <p key={finding.code + finding.field}>
          <Status of={finding.class} words={classWords} /> {finding.message}
        </p>
      ))}
      {row.hints.map((hint) => (
        <p key={hint.code + hint.field} className="y-quiet">
          提示：{hint.message}
        </p>
      ))}
      {columns.length > 0 && (
        <div className="y-columns">
          {columns.map((index) => {
            const column = batch.columns.find((each) => each.index === index)
            const cell = row.cells.find((each) => each.column === index)
            return (
              <TextField
                key={index}
                label={`${column?.heading || '内容'}（${column?.letters ?? ''}${row.row}）`}
                hint={cell?.text ? `文件中：${cell.text}` : '文件中是空的'}
                value={texts[index] ?? ''}
                onChange={(text) => setTexts({ ...texts, [index]: text })}
                maxLength={500}
              />
            )
          })}
        </div>
      )}
      {refusal && <p className="y-field-error">{refusal.message}</p>}
      {open.length > 0 && (
        <div className="y-row">
          <Button
            kind="primary"
            busy={busy}
            unavailable={Object.values(texts).every((text) => text.trim() === '') ? '先填写改正的内容' : undefined}
            onPress={() => void send({ cells: filled(texts) })}
          >
            保存改正
          </Button>
          {confirmable.length > 0 && (
            <Button busy={busy} onPress={() => void send({ accept: confirmable })}>
              按原样确认
            </Button>
          )}
          {movable && <TransferButton batch={batch} row={row} />}
        </div>
      )}
    </article>
  )
}

/** The file is kept by another place: it may be asked for. */
const MOVES = new Set(['transfer', 'move'])
/** What the clerk's word settles; a death needs proof, and another district or township has its own say. */
const isConfirmable = ({ code, class: weight, same }: Row['findings'][number]): boolean =>
  weight === 'confirm' && !(code === 'duplicateInRegister' && (same === 'deceased' || same === 'transfer'))

const filled = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''))
