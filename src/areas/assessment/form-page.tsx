import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { ScoredForm, type ScoredSection } from '../../ui/scored-form.tsx'
import { ScoredSheet } from '../../ui/scored-sheet.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { ConfirmHere } from './confirm-here.tsx'
import { readFieldOrders } from './field-contract.ts'
import { emptyDraft, keepDraft, readDraft, useSubmit } from './form-draft.ts'
import { BasicsFields, CircumstanceFields } from './form-fields.tsx'

type Form = { title: string; source: string; sections: readonly ScoredSection[] }

/**
 * The scored form on the office screen: for assessors who sit at a desk with the paper sheet in hand, and for printing the blank one. Each
 * answer is kept in the browser at once; neither points nor a level are shown before it is handed in.
 */
export function FormPage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readFieldOrders)
  const orders = data?.state === 'new' ? data.orders : undefined
  const order = orders?.orders.find((each) => each.id === id && each.district === district)
  const form = orders?.instruments.find((each) => each.digest === order?.instrument.digest)?.form as Form | undefined
  const [draft, setDraft] = useState(() => readDraft(id) ?? emptyDraft())
  const [blank, setBlank] = useState(false)
  const { send, busy, problem, fields } = useSubmit(order, draft)
  const navigate = useNavigate()
  useEffect(() => keepDraft(id, draft), [id, draft])
  const back = `/w/assessments/orders/${district}/${id}`
  const trail = [
    { label: '评估单', href: '/w/assessments' },
    { label: order?.number ?? '', href: back },
    { label: '填写评估表' },
  ]
  if (order === undefined || form === undefined)
    return (
      <Screen title="填写评估表" trail={trail} loading={loading} refusal={refusal} onRetry={reload}>
        <Notice tone="info">
          这张评估单现在不用您填写或确认。可以<a href={back}>回到评估单</a>查看进展。
        </Notice>
      </Screen>
    )
  if (order.waitsFor === 'confirm' && order.assessmentId !== null)
    return (
      <Screen title="第二评估员确认" trail={trail}>
        <ConfirmHere district={district} assessment={order.assessmentId} form={form} back={back} />
      </Screen>
    )
  if (blank)
    return (
      <Screen title="空白评估表" trail={trail} actions={<Button onPress={() => setBlank(false)}>回到填写</Button>}>
        <ScoredSheet title={form.title} source={form.source} sections={form.sections} />
      </Screen>
    )
  const submit = async () => {
    if (await send()) void navigate({ to: back })
  }
  const errors = Object.fromEntries(
    Object.entries(fields).flatMap(([path, words]) =>
      path.startsWith('answers.items.') ? [[path.slice('answers.items.'.length), words]] : [],
    ),
  )
  return (
    <Screen
      title={`${order.person.name} · ${form.title}`}
      trail={trail}
      problems={Object.keys(fields).length}
      actions={<Button onPress={() => setBlank(true)}>打印空白表</Button>}
    >
      <div className="y-stack">
        <p className="y-meta">
          {order.person.placeName}，证件号码 {order.person.idMasked ?? '未采集'}。{order.first.name}、
          {order.second.name}
          评估；每选一项就存在本机，提交前不显示得分和等级。
        </p>
        {problem && (
          <Notice tone="warn" live>
            {problem}
          </Notice>
        )}
        <BasicsFields of={draft} onChange={setDraft} />
        <ScoredForm
          sections={form.sections}
          value={draft.items}
          onChange={(code, points) => setDraft({ ...draft, items: { ...draft.items, [code]: points } })}
          later={new Set(draft.later)}
          onLater={(code) =>
            setDraft({
              ...draft,
              later: draft.later.includes(code) ? draft.later.filter((each) => each !== code) : [...draft.later, code],
            })
          }
          errors={errors}
        />
        <CircumstanceFields of={draft} onChange={setDraft} />
        <Button kind="primary" busy={busy} onPress={() => void submit()}>
          提交答卷
        </Button>
      </div>
    </Screen>
  )
}
