import { type FormEvent, useState } from 'react'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Refused, Screen, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { checkIdentityOf, readFile, readPage } from '../elders/contract.ts'
import type { Receipt } from './contract.ts'
import { readIntake } from './contract.ts'
import { IntakeForm } from './intake-form.tsx'
import { ReceiptView } from './receipt-view.tsx'

const TRAIL = [{ label: '办件', href: '/w/matters' }, { label: '新受理' }]

/** J4.2: read or type the ID, see what is known, choose what else can be applied for, one form, a receipt. */
export function Intake() {
  const [search, change] = useUrlState()
  const [receipt, setReceipt] = useState<Receipt>()
  const [district = '', id = ''] = (search.elder ?? '').split('.')
  if (receipt !== undefined)
    return (
      <Screen
        title="受理回执"
        trail={TRAIL}
        actions={
          <Button
            onPress={() => {
              setReceipt(undefined)
              change({ elder: undefined })
            }}
          >
            受理下一位
          </Button>
        }
      >
        <ReceiptView of={receipt} />
      </Screen>
    )
  return (
    <Screen title="新受理" trail={TRAIL}>
      <FindPerson onFound={(elder) => change({ elder })} />
      {id !== '' && <Person key={id} district={district} id={id} onDone={setReceipt} />}
    </Screen>
  )
}

function Person({ district, id, onDone }: { district: string; id: string; onDone: (receipt: Receipt) => void }) {
  const { data, loading, refusal, reload } = useEndpoint(readIntake, { params: { district, id } })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton words="正在核对可以申请的事项" />
  return <IntakeForm of={data} onDone={onDone} />
}

type Found = { key: string; label: string }

/** By ID number (the reader of a card types it into the field), or by name, pinyin or the last four. */
function FindPerson({ onFound }: { onFound: (elder: string) => void }) {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [found, setFound] = useState<readonly Found[]>([])
  const look = async (event: FormEvent) => {
    event.preventDefault()
    const text = typed.trim()
    if (text === '') return
    setBusy(true)
    setProblem(undefined)
    setFound([])
    const answer = /^\d{14,17}[\dXx]$/.test(text) ? await byNumber(text) : await byWords(text)
    setBusy(false)
    if (typeof answer === 'string') return setProblem(answer)
    if (answer.length === 1 && answer[0]) onFound(answer[0].key)
    else setFound(answer)
  }
  return (
    <form className="y-card y-stack" onSubmit={(event) => void look(event)} noValidate>
      <TextField
        id="person"
        label="身份证号或姓名"
        hint="可以刷身份证，也可以输入姓名、拼音首字母或证件后四位"
        value={typed}
        onChange={setTyped}
        error={problem}
        autoComplete="off"
      />
      <div className="y-row">
        <Button submit kind="primary" busy={busy}>
          查找老人
        </Button>
        <a className="y-button" href="/w/elders/new">
          还没有档案，先登记
        </a>
      </div>
      {found.length > 0 && (
        <div className="y-stack">
          <p>找到 {found.length} 位，请核对后选择：</p>
          {found.map((each) => (
            <Button key={each.key} onPress={() => onFound(each.key)}>
              {each.label}
            </Button>
          ))}
        </div>
      )}
    </form>
  )
}

async function byNumber(idNumber: string): Promise<readonly Found[] | string> {
  const known = await call(checkIdentityOf, { body: { idKind: 'residentId', idNumber } })
  if (!known.ok) return known.refusal.message
  const { state, elderId, where } = known.value
  if (state === 'elsewhere') return `这位老人的档案在${where ?? '外区'}，请先办理转入。`
  if (elderId === null) return '台账里还没有这位老人，请先登记。'
  const file = await call(readFile, { params: { id: elderId } })
  return file.ok ? [{ key: `${file.value.district}.${elderId}`, label: file.value.name }] : file.refusal.message
}

async function byWords(q: string): Promise<readonly Found[] | string> {
  const page = await call(readPage, { query: { q, limit: 8 } })
  if (!page.ok) return page.refusal.message
  if (page.value.rows.length === 0) return '没有找到，请核对后再试，或先登记。'
  return page.value.rows.map((row) => ({
    key: `${row.district}.${row.id}`,
    label: [row.name, row.age === null ? '' : `${row.age} 岁`, row.place].filter(Boolean).join(' · '),
  }))
}
