import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, MonthField, SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { sayValue } from '../rules/words.ts'
import { ChangeField } from './change-field.tsx'
import {
  type Change,
  type Changeable,
  type Draft,
  listDrafts,
  type Order,
  readChangeable,
  removeDraft,
  saveDraft,
  type Tried,
  tryOut,
} from './contract.ts'
import { TrialCases } from './trial-cases.tsx'
import { TrialResult } from './trial-result.tsx'
import { TurnedPersons } from './turned-persons.tsx'

/** 新旧规则并排试算: change values in a draft of one's own and see what they would do; publishing stays with two signatures. */
export function WhatIf({ division }: { division: string }) {
  const month = today().slice(0, 7)
  const [asked, setAsked] = useState({ month, from: `${month}-01`, months: '1' })
  const [changes, setChanges] = useState<readonly Change[]>([])
  const [name, setName] = useState('')
  const [tried, setTried] = useState<{ order: Order; result: Tried }>()
  const ready = /^\d{4}-\d{2}$/.test(asked.month)
  const { data, refusal, reload } = useEndpoint(readChangeable, { query: { division, month: asked.month } }, ready)
  const drafts = useEndpoint(listDrafts)
  const trial = useAct(tryOut)
  const keeping = useAct(saveDraft, [listDrafts.path])
  const removing = useAct(removeDraft, [listDrafts.path])
  const say = useToast()
  const order: Order = {
    division,
    from: asked.from,
    month: asked.month,
    months: Number(asked.months) || 1,
    changes: [...changes],
  }
  const run = async () => {
    const answer = await trial.act({ body: order })
    if (answer.ok) setTried({ order, result: answer.value })
  }
  const keep = async () => {
    const { months: _, ...draft } = order
    const answer = await keeping.act({ body: { ...draft, name: name.trim() } })
    if (answer.ok) say('方案已保存，只有您自己看得到。')
  }
  const open = (draft: Draft) => {
    setChanges(draft.changes)
    setName(draft.name)
    setAsked({ ...asked, month: draft.month, from: draft.from })
    setTried(undefined)
  }
  const nothing = changes.length === 0 ? '先改动一项数值' : undefined
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (!data) return <Skeleton />
  const problem = trial.refusal ?? keeping.refusal
  const own = (drafts.data ?? []).filter((each) => each.division === division)
  return (
    <div className="y-stack">
      <p className="y-meta">试算只读取台账，不改动任何数据。要真正施行，请在“要设的数值”中提出，由两人签署。</p>
      {own.length > 0 && (
        <SelectField
          label="打开保存的方案"
          value=""
          onChange={(id) => {
            const draft = own.find((each) => each.id === id)
            if (draft) open(draft)
          }}
          options={own.map((each) => ({ value: each.id, label: `${each.name}（${each.changedAt.slice(0, 10)}）` }))}
        />
      )}
      <Changes
        of={changes}
        parameters={data}
        onRemove={(id) => setChanges(changes.filter((each) => each.parameter !== id))}
      />
      <ChangeField
        parameters={data}
        onAdd={(change) => setChanges([...changes.filter((each) => each.parameter !== change.parameter), change])}
      />
      <div className="y-row">
        <MonthField label="看哪个月" value={asked.month} onChange={(value) => setAsked({ ...asked, month: value })} />
        <DayField label="从哪一天起改" value={asked.from} onChange={(from) => setAsked({ ...asked, from })} />
        <TextField
          label="连看几个月"
          kind="digits"
          hint="1 至 12"
          value={asked.months}
          onChange={(months) => setAsked({ ...asked, months })}
        />
        <TextField label="方案名称" hint="保存时填写" value={name} onChange={setName} maxLength={60} />
      </div>
      {problem && (
        <Notice tone="warn" live>
          {problem.message}
        </Notice>
      )}
      <div className="y-row">
        <Button kind="primary" busy={trial.busy} unavailable={nothing} onPress={() => void run()}>
          试算
        </Button>
        <Button
          busy={keeping.busy}
          unavailable={nothing ?? (name.trim() === '' ? '先填写方案名称' : undefined)}
          onPress={() => void keep()}
        >
          保存方案
        </Button>
        {own.some((each) => each.name === name.trim()) && (
          <Button
            busy={removing.busy}
            onPress={() =>
              void removing.act({ params: { id: own.find((each) => each.name === name.trim())?.id ?? '' } })
            }
          >
            删除这份方案
          </Button>
        )}
      </div>
      {tried && <TrialResult of={tried.result} />}
      {tried && tried.result.districts.length === 1 && (
        <>
          <h2>20 例前后对照</h2>
          <TrialCases order={tried.order} />
          <TurnedPersons order={tried.order} />
        </>
      )}
    </div>
  )
}

function Changes({
  of,
  parameters,
  onRemove,
}: {
  of: readonly Change[]
  parameters: readonly Changeable[]
  onRemove: (id: string) => void
}) {
  if (of.length === 0) return null
  return (
    <ul className="y-stack-tight" aria-label="要试算的改动">
      {of.map(({ parameter, value }) => {
        const known = parameters.find((each) => each.id === parameter)
        const said = (each: unknown) => sayValue(each, known?.words ?? {}, known?.unit ?? null)
        return (
          <li key={parameter} className="y-row">
            <span>
              {known?.name ?? parameter}：{said(known?.value)} → <strong>{said(value)}</strong>
            </span>
            <Button icon="close" label={`去掉 ${known?.name ?? parameter}`} onPress={() => onRemove(parameter)}>
              去掉
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
