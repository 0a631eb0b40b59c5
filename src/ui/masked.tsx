import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField, Tiles } from './field.tsx'
import { Notice } from './notice.tsx'
import type { Answer } from './refusal.ts'

const PURPOSES = ['办理当前业务', '电话核实本人', '核对来件材料', '其他用途']
const SHOWN_SECONDS = 60

type Props = {
  /** Already masked by the server: `500***********1234`. */
  value: string
  /** `身份证号`, `联系电话`. */
  what: string
  /** Asks the server for the full value; the purpose goes into the audit log. Leave out where it may not be seen. */
  reveal?: (purpose: string) => Promise<Answer<string>>
}

/** A masked number. The full one appears for 60 seconds after a purpose was given, and the view is logged. */
export function Masked({ value, what, reveal }: Props) {
  const [asking, setAsking] = useState(false)
  const [full, setFull] = useState<string>()
  useEffect(() => {
    if (full === undefined) return
    const timer = setTimeout(() => setFull(undefined), SHOWN_SECONDS * 1000)
    return () => clearTimeout(timer)
  }, [full])
  return (
    <span className="y-keep">
      <span aria-live="polite">{full ?? value}</span>
      {reveal && !full && (
        <Button kind="quiet" label={`查看完整${what}`} onPress={() => setAsking(true)}>
          查看
        </Button>
      )}
      {full && (
        <Button kind="quiet" onPress={() => setFull(undefined)}>
          收起
        </Button>
      )}
      {asking && reveal && (
        <PurposeDialog
          what={what}
          onClose={() => setAsking(false)}
          reveal={async (purpose) => {
            const answer = await reveal(purpose)
            if (answer.ok) {
              setFull(answer.value)
              setAsking(false)
            }
            return answer.ok ? undefined : answer.refusal.message
          }}
        />
      )}
    </span>
  )
}

type PurposeProps = { what: string; onClose: () => void; reveal: (purpose: string) => Promise<string | undefined> }

function PurposeDialog({ what, onClose, reveal }: PurposeProps) {
  const [purpose, setPurpose] = useState('')
  const [detail, setDetail] = useState('')
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const other = purpose === PURPOSES.at(-1)
  const missing = purpose === '' || (other && detail.trim() === '') ? '先选择或填写用途' : undefined
  const look = async () => {
    setBusy(true)
    setRefused(await reveal(other ? detail.trim() : purpose))
    setBusy(false)
  }
  return (
    <Dialog
      title={`查看完整${what}`}
      act={`查看${what}`}
      onAct={look}
      onClose={onClose}
      unavailable={missing}
      busy={busy}
    >
      <p>查看会记入日志，本人可以看到谁在什么时候看过、用途是什么。显示 60 秒后自动收起。</p>
      {refused && (
        <Notice tone="warn" live>
          {refused}
        </Notice>
      )}
      <Tiles
        label="用途"
        value={purpose}
        onChange={setPurpose}
        options={PURPOSES.map((one) => ({ value: one, label: one }))}
      />
      {other && <TextField label="填写用途" value={detail} onChange={setDetail} maxLength={100} />}
    </Dialog>
  )
}
