import { type FormEvent, useState } from 'react'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useLoad } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import type { CaseKey } from './contract.ts'
import { NoPhone } from './no-phone.tsx'
import { readCaseProgress } from './portal-calls.ts'
import { ProgressOf } from './progress-of.tsx'

/** `/progress#BJ-2026-000001-3` of somebody signed in; with a code after a dot, as the receipt page hands it on. */
function handedOn(): { number: string; code: string } {
  const [number = '', code = ''] = decodeURIComponent(location.hash.slice(1)).split('.')
  return { number, code }
}

/** P05 进度与评价: by the number and code of the receipt, or, signed in, by the number alone. */
export function ProgressPage() {
  const [{ number, code }, setTyped] = useState(handedOn)
  const [asked, setAsked] = useState<CaseKey | undefined>(() => (number === '' ? undefined : { number, code }))
  const { data, loading, refusal, reload } = useLoad(
    ['portal progress', asked?.number, asked?.code],
    () => call(readCaseProgress, { body: asked }),
    asked !== undefined,
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (number.trim() !== '') setAsked({ number: number.trim(), code: code.trim() })
  }
  if (data && asked && !refusal)
    return (
      <Screen title={data.title} note={<span className="y-number">{data.number}</span>}>
        <ProgressOf of={data} by={asked} onChanged={reload} />
      </Screen>
    )
  return (
    <Screen title="查办理进度">
      <div className="y-stack y-after-title">
        {refusal && (
          <Notice tone="warn" live>
            {refusal.message}
          </Notice>
        )}
        <form className="y-question" onSubmit={send} noValidate>
          <TextField
            id="case-number"
            label="办件编号"
            hint="回执上最大的那行字母和数字，横线可以不写"
            value={number}
            onChange={(next) => setTyped({ number: next, code })}
          />
          <TextField
            id="case-code"
            label="校验码"
            hint="回执编号旁边的 8 位字母和数字；已经登录的家人可以不填"
            value={code}
            onChange={(next) => setTyped({ number, code: next })}
          />
          <div className="y-row">
            <Button submit kind="primary" busy={loading} unavailable={number.trim() === '' ? '先填写编号' : undefined}>
              查进度
            </Button>
          </div>
        </form>
        <NoPhone what="查进度" />
      </div>
    </Screen>
  )
}
