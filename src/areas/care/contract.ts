import { z } from 'zod'

const Text = z.string().trim().min(1, '请填写这一项。').max(1000, '不超过 1000 字。')
const OnDay = z.iso.date('日期请按 2026-11-21 的样子填写。')
const AtTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间请按 08:00 的样子填写。')
const Moment = z.iso.datetime({ offset: true, message: '请填写时间。' })
const Shift = z.enum(['early', 'late', 'night'])
const IncidentKind = z.enum([
  'choking',
  'ingestion',
  'pressureInjury',
  'burns',
  'bedFall',
  'fall',
  'harm',
  'wandering',
  'activity',
  'other',
])

export const HomeKey = z.object({ district: z.string().regex(/^\d{6}$/), id: z.uuid() })

const Person = z.object({
  stay: z.uuid(),
  name: z.string(),
  bed: z.string().nullable(),
  away: z.enum(['hospital', 'leave']).nullable(),
  careLevel: z.string().nullable(),
  plan: z
    .object({
      from: z.string(),
      careLevel: z.string().nullable(),
      goals: z.string(),
      reviewOn: z.string().nullable(),
      tasks: z.int(),
    })
    .nullable(),
  /** The level has changed since the plan was made. */
  outdated: z.boolean(),
  reassess: z.boolean(),
})
export const CareDay = z.object({
  on: z.string(),
  home: z.object({ district: z.string(), id: z.uuid(), name: z.string(), example: z.boolean() }),
  shift: Shift,
  mayAct: z.boolean(),
  people: z.array(Person),
  tasks: z.array(
    z.object({
      id: z.uuid(),
      stay: z.uuid(),
      label: z.string(),
      shift: Shift,
      minutes: z.int().nullable(),
      outcome: z.enum(['done', 'refused', 'notPossible']).nullable(),
      note: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  doses: z.array(
    z.object({
      medicine: z.uuid(),
      stay: z.uuid(),
      name: z.string(),
      dose: z.string(),
      at: z.string(),
      checked: z.boolean(),
      outcome: z.enum(['given', 'refused', 'withheld']).nullable(),
      note: z.string().nullable(),
      givenBy: z.string().nullable(),
      checkedBy: z.string().nullable(),
    }),
  ),
  unchecked: z.array(
    z.object({
      id: z.uuid(),
      stay: z.uuid(),
      name: z.string(),
      dose: z.string(),
      times: z.array(z.string()),
      prescription: z.string(),
      by: z.string(),
    }),
  ),
  rounds: z.array(z.object({ id: z.uuid(), at: z.string(), by: z.string(), seen: z.int(), findings: z.int() })),
  meals: z.array(
    z.object({
      id: z.uuid(),
      meal: z.enum(['breakfast', 'lunch', 'dinner']),
      menu: z.string(),
      grams: z.int().nullable(),
      sampleAt: z.string().nullable(),
    }),
  ),
  incidents: z.array(
    z.object({
      id: z.uuid(),
      stay: z.uuid(),
      name: z.string(),
      kind: IncidentKind,
      happenedAt: z.string(),
      place: z.string(),
      what: z.string(),
      harm: z.enum(['none', 'light', 'treated', 'hospital', 'death']),
      doneAtOnce: z.string(),
      reportedBy: z.string(),
      family: z.enum(['told', 'late', 'open', 'overdue']),
      missing: z.array(z.string()),
      closed: z.boolean(),
      steps: z.array(z.object({ kind: z.string(), at: z.string(), note: z.string(), by: z.string() })),
    }),
  ),
  handOvers: z.array(
    z.object({
      id: z.uuid(),
      on: z.string(),
      shift: Shift,
      notes: z.string(),
      figures: z.record(z.string(), z.int()),
      givenBy: z.string(),
      takenBy: z.string().nullable(),
    }),
  ),
  familyHours: z.int().nullable(),
})
export type CareDay = z.infer<typeof CareDay>

const Task = z.object({
  label: z.string().trim().min(1, '请填写任务。').max(60, '不超过 60 字。'),
  shift: Shift,
  weekdays: z.array(z.int().min(1).max(7)).min(1, '请至少选择一天。').max(7),
  minutes: z.int().min(1).max(480).optional(),
})
export const Act = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('plan'),
    stay: z.uuid(),
    goals: Text,
    reviewOn: OnDay.optional(),
    tasks: z.array(Task).min(1, '请至少安排一项任务。').max(60, '任务不超过 60 项。'),
  }),
  z
    .object({
      act: z.literal('task'),
      task: z.uuid(),
      outcome: z.enum(['done', 'refused', 'notPossible']),
      note: Text.optional(),
    })
    .refine((of) => of.outcome === 'done' || of.note !== undefined, {
      path: ['note'],
      message: '没有完成时请写明原因。',
    }),
  z.object({
    act: z.literal('medicine'),
    stay: z.uuid(),
    name: Text,
    dose: Text,
    times: z.array(AtTime).min(1, '请至少填写一个时间。').max(12),
    until: OnDay.optional(),
    prescription: Text,
  }),
  z.object({ act: z.literal('checkMedicine'), medicine: z.uuid() }),
  z.object({ act: z.literal('endMedicine'), medicine: z.uuid() }),
  z
    .object({
      act: z.literal('dose'),
      medicine: z.uuid(),
      at: AtTime,
      outcome: z.enum(['given', 'refused', 'withheld']),
      note: Text.optional(),
    })
    .refine((of) => of.outcome === 'given' || of.note !== undefined, {
      path: ['note'],
      message: '没有服药时请写明原因。',
    }),
  z.object({ act: z.literal('checkDose'), medicine: z.uuid(), at: AtTime }),
  z.object({
    act: z.literal('round'),
    seen: z.int().min(0).max(5000),
    findings: z.array(z.object({ stay: z.uuid(), note: Text })).max(200),
  }),
  z.object({
    act: z.literal('meal'),
    meal: z.enum(['breakfast', 'lunch', 'dinner']),
    menu: Text,
    grams: z.int().min(1).max(2000).optional(),
  }),
  z.object({
    act: z.literal('incident'),
    stay: z.uuid(),
    kind: IncidentKind,
    happenedAt: Moment,
    place: Text,
    what: Text,
    harm: z.enum(['none', 'light', 'treated', 'hospital', 'death']),
    doneAtOnce: Text,
  }),
  z.object({
    act: z.literal('step'),
    incident: z.uuid(),
    kind: z.enum(['familyTold', 'directorTold', 'authorityTold', 'cause', 'learning', 'closed']),
    at: Moment.optional(),
    note: Text,
  }),
  z.object({ act: z.literal('handOver'), shift: Shift, notes: Text }),
  z.object({ act: z.literal('takeOver'), handOver: z.uuid() }),
])
export type Act = z.infer<typeof Act>
export const Done = z.object({ id: z.string().nullable() })

export const readCareDay = { method: 'get', path: '/api/care/{district}/{id}', response: CareDay } as const
export const actInCare = { method: 'post', path: '/api/care/{district}/{id}/acts', response: Done } as const
export const CHANGED_BY_ACTS = [readCareDay.path] as const

/** What the parts of the screen share: the day, and how an act is sent (undefined when done, or the refusal to show). */
export type Send = (body: Act) => Promise<{ message: string } | undefined>
export type Part = { of: CareDay; send: Send }
