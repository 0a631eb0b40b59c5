import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { propose, readBudgets, readServiceLists, type ServiceLists } from './contract.ts'
import { SERVICE_KIND_WORDS } from './words.ts'

type Item = ServiceLists['lists'][number]['items'][number]
const EMPTY: Item = { service: '', population: '', content: '', standard: '', kind: 'care', responsible: '' }
const FIELDS = [
  { name: 'service', label: '服务项目', most: 40 },
  { name: 'population', label: '服务对象', most: 120 },
  { name: 'content', label: '服务内容', most: 300 },
  { name: 'standard', label: '服务标准', most: 200 },
  { name: 'responsible', label: '责任单位', most: 60 },
] as const
const kinds = Object.entries(SERVICE_KIND_WORDS).map(([value, label]) => ({ value, label }))

/** A new version of the published list of basic services: it begins with the list in force, is changed item by item, and counts when a second person has signed. */
export function ListDialog({ district, onClose }: { district: string; onClose: () => void }) {
  const { data, loading, refusal } = useEndpoint(readServiceLists, { params: { district } })
  if (refusal || loading || data === undefined)
    return (
      <Dialog title="修订服务清单" onClose={onClose}>
        {refusal ? <Refused refusal={refusal} /> : <Skeleton />}
      </Dialog>
    )
  return <Editor district={district} before={data.lists[0]?.items ?? [EMPTY]} onClose={onClose} />
}

type EditorProps = { district: string; before: readonly Item[]; onClose: () => void }

function Editor({ district, before, onClose }: EditorProps) {
  const [items, setItems] = useState(before)
  const [from, setFrom] = useState('')
  const [document, setDocument] = useState('')
  const [at, setAt] = useState(0)
  const { act, busy, refusal } = useAct(propose, [readBudgets.path])
  const say = useToast()
  const item = items[at]
  const change = (part: Partial<Item>) =>
    setItems((all) => all.map((each, index) => (index === at ? { ...each, ...part } : each)))
  const missing =
    items.length === 0 || items.some((each) => FIELDS.some(({ name }) => each[name].trim().length < 2))
      ? '先填写每一项的内容'
      : from === ''
        ? '先填写施行日期'
        : document.trim().length < 2
          ? '先填写依据的文件'
          : undefined
  const send = async () => {
    const body = { kind: 'serviceList', from, items }
    if (!(await act({ body: { district, document: document.trim(), body } })).ok) return
    say('已提出，等另一位同事复核后公布。')
    onClose()
  }
  return (
    <Dialog
      title="修订服务清单"
      act="提交复核"
      busy={busy}
      unavailable={missing}
      onAct={() => void send()}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <div className="y-row">
        {items.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two items may still be empty
          <Button key={index} pressed={index === at} onPress={() => setAt(index)}>
            {index + 1}. {each.service || '未填写'}
          </Button>
        ))}
        <Button
          onPress={() => {
            setItems([...items, EMPTY])
            setAt(items.length)
          }}
        >
          增加一项
        </Button>
      </div>
      {item && (
        <>
          {FIELDS.map(({ name, label, most }) => (
            <TextField
              key={name}
              label={label}
              value={item[name]}
              onChange={(value) => change({ [name]: value })}
              maxLength={most}
            />
          ))}
          <SelectField
            label="类别"
            value={item.kind}
            onChange={(kind) => change({ kind: kind as Item['kind'] })}
            options={kinds}
          />
          <Button
            onPress={() => {
              setItems(items.filter((_, index) => index !== at))
              setAt(0)
            }}
          >
            去掉这一项
          </Button>
        </>
      )}
      <DayField label="施行日期" value={from} onChange={setFrom} />
      <TextField label="依据的文件" value={document} onChange={setDocument} maxLength={200} />
    </Dialog>
  )
}
