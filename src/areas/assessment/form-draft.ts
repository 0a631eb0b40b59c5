import { useState } from 'react'
import { useAct } from '../../ui/load.ts'
import { listOrders, readOrder } from './contract.ts'
import { type FieldOrder, readFieldOrders, recordAssessment } from './field-contract.ts'

/** What is filled in so far, as the browser keeps it until it is handed in. */
export type Draft = {
  readonly id: string
  readonly startedAt: string
  readonly items: Readonly<Record<string, number>>
  readonly later: readonly string[]
  readonly identityCheck: string
  readonly informantName: string
  readonly informantRelation: string
  readonly living: string
  readonly education: string
  readonly medicines: string
  readonly coma: '' | 'yes' | 'no'
  readonly dementia: '' | 'yes' | 'no'
  readonly diagnoses: string
  readonly events: Readonly<Record<string, string>>
  readonly eventsAsked: '' | 'yes' | 'no'
}

export const emptyDraft = (): Draft => ({
  id: crypto.randomUUID(),
  startedAt: new Date().toISOString(),
  items: {},
  later: [],
  identityCheck: '',
  informantName: '',
  informantRelation: '',
  living: '',
  education: '',
  medicines: '',
  coma: '',
  dementia: '',
  diagnoses: '',
  events: {},
  eventsAsked: '',
})

const keyOf = (order: string): string => `yiyang.assessment.${order}`

export function readDraft(order: string): Draft | undefined {
  try {
    const kept = localStorage.getItem(keyOf(order))
    return kept === null ? undefined : { ...emptyDraft(), ...(JSON.parse(kept) as Draft) }
  } catch {
    return undefined
  }
}

export function keepDraft(order: string, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(order), JSON.stringify(draft))
  } catch {
    // Where storage is forbidden the page itself keeps the answers.
  }
}

function dropDraft(order: string): void {
  try {
    localStorage.removeItem(keyOf(order))
  } catch {
    // Nothing was kept.
  }
}

/** What the draft says beside the items; what nobody has said stays out, and the server names it where the level hangs on it. */
function circumstances(draft: Draft): Record<string, unknown> {
  const codes = draft.diagnoses
    .split(/[\s,，、;；]+/)
    .map((code) => code.trim())
    .filter((code) => code !== '')
  return {
    ...(draft.coma === '' ? {} : { coma: draft.coma === 'yes' }),
    ...(draft.dementia === '' ? {} : { diagnoses: draft.dementia === 'yes' ? codes : [] }),
    ...(draft.eventsAsked === ''
      ? {}
      : {
          eventsLast30Days:
            draft.eventsAsked === 'yes'
              ? Object.fromEntries(Object.entries(draft.events).map(([kind, count]) => [kind, Number(count) || 0]))
              : {},
        }),
  }
}

/** Hands the draft in; its own id makes a second press harmless. */
export function useSubmit(order: FieldOrder | undefined, draft: Draft) {
  const { act, busy } = useAct(recordAssessment, [readFieldOrders.path, readOrder.path, listOrders.path])
  const [problem, setProblem] = useState<string>()
  const [fields, setFields] = useState<Record<string, string>>({})
  const send = async (): Promise<boolean> => {
    if (order === undefined) return false
    if (draft.identityCheck === '' || draft.informantName.trim() === '' || draft.informantRelation === '') {
      setProblem('还没有填写核对身份的方式和信息提供者，请补齐后提交。')
      return false
    }
    const now = new Date().toISOString()
    const answer = await act({
      body: {
        id: draft.id,
        district: order.district,
        orderId: order.id,
        elderId: order.person.elderId,
        instrument: order.instrument,
        startedAt: draft.startedAt,
        finishedAt: now,
        device: { id: draft.id, clockOffset: null, savedAt: now },
        identityCheck: draft.identityCheck,
        placeKind: order.placeKind,
        place: null,
        noPlaceBecause: 'office',
        informant: { name: draft.informantName.trim(), relation: draft.informantRelation },
        basics: {
          living: draft.living === '' ? null : draft.living,
          education: draft.education === '' ? null : draft.education,
          medicines: draft.medicines,
        },
        answers: { items: draft.items, ...circumstances(draft) },
      },
    })
    if (!answer.ok) {
      setProblem(answer.refusal.message)
      setFields(answer.refusal.fields)
      return false
    }
    dropDraft(order.id)
    return true
  }
  return { send, busy, problem, fields }
}
