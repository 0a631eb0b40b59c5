import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import type { CaseKey, CaseProgress } from './contract.ts'
import { actOnOwnCase, rateOwnCase, urgeCase } from './portal-calls.ts'

type Props = { of: CaseProgress; by: CaseKey; onChanged: () => void }

const TITLES: Readonly<Record<string, string>> = {
  supply: '材料已补齐，交回办理',
  object: '我有异议',
  withdraw: '撤回申请',
}

/** 催办, 补齐, 我有异议, 撤回, 评价: what the case allows now. */
export function ProgressActs({ of, by, onChanged }: Props) {
  const [open, setOpen] = useState<string>()
  const [reason, setReason] = useState('')
  const moving = useAct(actOnOwnCase)
  const urging = useAct(urgeCase)
  const refusal = moving.refusal ?? urging.refusal
  const move = async (name: string) => {
    const done = await moving.act({ body: { ...by, move: name, ...(reason.trim() === '' ? {} : { reason }) } })
    if (!done.ok) return
    setOpen(undefined)
    setReason('')
    onChanged()
  }
  const urge = async () => {
    if ((await urging.act({ body: by })).ok) onChanged()
  }
  const chosen = of.may.find((each) => each.name === open)
  return (
    <section className="y-stack y-no-print" aria-label="可以办的事">
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {chosen ? (
        <div className="y-question">
          <TextField
            id="act-reason"
            kind="long"
            label={chosen.name === 'object' ? '哪里不对，您的理由' : '说明'}
            optional={!chosen.reason}
            maxLength={500}
            value={reason}
            onChange={setReason}
          />
          <div className="y-row">
            <Button
              kind="primary"
              busy={moving.busy}
              unavailable={chosen.reason && reason.trim() === '' ? '先写下理由' : undefined}
              onPress={() => void move(chosen.name)}
            >
              {chosen.name === 'object' ? '提交异议' : (TITLES[chosen.name] ?? chosen.title)}
            </Button>
            <Button onPress={() => setOpen(undefined)}>先不办</Button>
          </div>
        </div>
      ) : (
        <div className="y-row">
          {of.mayUrge && (
            <Button busy={urging.busy} onPress={() => void urge()}>
              催办
            </Button>
          )}
          {of.may.map((each) => (
            <Button
              key={each.name}
              kind={each.name === 'withdraw' ? undefined : 'primary'}
              onPress={() => (each.name === 'supply' ? void move(each.name) : setOpen(each.name))}
            >
              {TITLES[each.name] ?? each.title}
            </Button>
          ))}
        </div>
      )}
      {of.mayRate && <Rate by={by} onChanged={onChanged} />}
      {of.rating !== null && (
        <p>您已评价：{FACES.find((face) => Number(face.value) === of.rating)?.label ?? of.rating}</p>
      )}
    </section>
  )
}

const FACES = [
  { value: '5', label: '满意' },
  { value: '3', label: '一般' },
  { value: '1', label: '不满意' },
] as const

/** 好差评, once the case is over: one of three faces and words if somebody likes. */
function Rate({ by, onChanged }: { by: CaseKey; onChanged: () => void }) {
  const [score, setScore] = useState('')
  const [words, setWords] = useState('')
  const { act, busy, refusal } = useAct(rateOwnCase)
  const send = async () => {
    if ((await act({ body: { ...by, score: Number(score), ...(words.trim() === '' ? {} : { words }) } })).ok)
      onChanged()
  }
  return (
    <div className="y-stack">
      <Tiles id="rate" label="这件事办得怎么样" value={score} onChange={setScore} options={FACES} inline />
      {score !== '' && (
        <>
          <TextField id="rate-words" kind="long" label="想说的话" optional value={words} onChange={setWords} />
          <Button kind="primary" busy={busy} onPress={() => void send()}>
            提交评价
          </Button>
        </>
      )}
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
    </div>
  )
}
