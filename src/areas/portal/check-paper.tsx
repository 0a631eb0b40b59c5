import { type FormEvent, useState } from 'react'
import type { CheckedPaper } from '../../platform/documents/contract.ts'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useLoad } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { type StateWords, Status } from '../../ui/status.tsx'
import { checkPaper } from './portal-calls.ts'

const STATES: StateWords<CheckedPaper['state']> = {
  valid: { word: '有效', tone: 'ok' },
  replaced: { word: '已由新的一份代替', tone: 'warn' },
  voided: { word: '已作废', tone: 'warn' },
}

/** `#GS-2026-000001-3.ABCD2345`, as the QR code of a paper carries it. */
function scanned(): { number: string; code: string } {
  const [number = '', code = ''] = decodeURIComponent(location.hash.slice(1)).split('.')
  return { number, code }
}

/** Is this paper genuine, and still valid: by the QR code on it, or by its number and check code. */
export function CheckPaper() {
  const [{ number, code }, setTyped] = useState(scanned)
  // A scanned code asks by itself.
  const [asked, setAsked] = useState(() => (number !== '' && code !== '' ? { number, code } : undefined))
  const {
    data: paper,
    loading: busy,
    refusal,
  } = useLoad(['paper check', asked], () => call(checkPaper, { body: asked }), asked !== undefined)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (number !== '' && code !== '') setAsked({ number, code })
  }
  return (
    <Screen title="核验文书">
      <div className="y-stack y-after-title">
        {refusal && (
          <Notice tone="warn" live>
            {refusal.message}
          </Notice>
        )}
        {paper && !refusal && <Checked of={paper} />}
        <form className="y-question" onSubmit={send} noValidate>
          <TextField
            id="paper-number"
            label="文书编号"
            hint="纸上右上角“编号”后面的字母和数字，横线可以不写"
            value={number}
            onChange={(next) => setTyped({ number: next, code })}
          />
          <TextField
            id="paper-code"
            label="校验码"
            hint="编号旁边的 8 位字母和数字"
            value={code}
            onChange={(next) => setTyped({ number, code: next })}
          />
          <div className="y-row">
            <Button
              submit
              kind="primary"
              busy={busy}
              unavailable={number === '' || code === '' ? '先填写编号和校验码' : undefined}
            >
              核验
            </Button>
          </div>
        </form>
        <p className="y-meta">这里只说明文书是不是真的、还有没有效，不显示姓名和金额。</p>
      </div>
    </Screen>
  )
}

function Checked({ of }: { of: CheckedPaper }) {
  return (
    <section className="y-entitlement" aria-label="核验结果">
      <h2>
        {of.name} <Status of={of.state} words={STATES} />
      </h2>
      <Facts
        of={[
          { label: '编号', value: of.number },
          { label: '出具单位', value: of.office },
          { label: '出具日期', value: of.issuedOn },
        ]}
      />
      {of.href && (
        <a className="y-button" href={of.href}>
          打开这一件
        </a>
      )}
    </section>
  )
}
