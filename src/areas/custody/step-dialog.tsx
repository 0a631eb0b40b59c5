import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { CHANGED_BY_ACTS, type Custody, takeAStep } from './contract.ts'
import { ALERT_KINDS, type AlertKind, STEP_KINDS, type StepKind } from './words.ts'

const TOLD = ['金融监管', '公安', '市场监管', '消防', '财政', '银行'] as const

/** The letter of a step, begun from what was found; stopping prepayments and joint action then wait for a second person. */
export function StepDialog({
  home,
  alert,
  onClose,
}: {
  home: Custody['home']
  alert: Custody['alerts'][number]
  onClose: () => void
}) {
  const [kind, setKind] = useState<StepKind>('remind')
  const [letter, setLetter] = useState(
    `${home.name}：${ALERT_KINDS[alert.kind as AlertKind]}。${alert.says}。请核实情况并说明处理办法。`,
  )
  const [dueOn, setDueOn] = useState('')
  const [told, setTold] = useState<readonly string[]>([])
  const { act, busy, refusal } = useAct(takeAStep, CHANGED_BY_ACTS)
  const needsSecond = kind === 'stopPrepayment' || kind === 'jointAction' || kind === 'resume'
  const send = async () => {
    const answer = await act({
      params: { district: home.district, facility: home.facility },
      body: { alert: alert.id, kind, letter, told: [...told], ...(dueOn === '' ? {} : { dueOn }) },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog title="采取措施" act="采取措施" busy={busy} onClose={onClose} onAct={() => void send()}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField
        label="措施"
        value={kind}
        options={Object.entries(STEP_KINDS).map(([value, label]) => ({ value, label }))}
        onChange={(value) => setKind(value as StepKind)}
        {...(needsSecond ? { hint: '这项措施由另一位同事签署后生效。' } : {})}
      />
      <TextField label="函件内容" kind="long" value={letter} onChange={setLetter} maxLength={2000} />
      <DayField label="完成期限" optional value={dueOn} onChange={setDueOn} />
      <fieldset className="y-stack-tight">
        <legend>已通报的部门（选填）</legend>
        <div className="y-row">
          {TOLD.map((each) => (
            <label key={each}>
              <input
                type="checkbox"
                checked={told.includes(each)}
                onChange={(event) =>
                  setTold(event.target.checked ? [...told, each] : told.filter((other) => other !== each))
                }
              />{' '}
              {each}
            </label>
          ))}
        </div>
      </fieldset>
    </Dialog>
  )
}
