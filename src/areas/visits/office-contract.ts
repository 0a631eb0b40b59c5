import { z } from 'zod'
import { DANGER_SIGNS, MonthText, NEED_KINDS } from './field-contract.ts'
import { DayMark, InstantMark } from './page-mark.ts'

/** What the office's screen W17 asks and sends. Every figure is counted from plans and records. */
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const Area = z.string().regex(/^[0-9a-z-]{3,16}$/)
const Name = z.string().trim().min(1, '请填写姓名。').max(100, '姓名不超过 100 个字。')
const Phone = z
  .string()
  .trim()
  .regex(/^[+\d][\d\s-]{5,19}$/, '电话号码的格式不对，请核对后重新填写。')
const Text = z.string().trim().min(2, '请填写这一项。').max(300, '不超过 300 字。')
const Day = z.iso.date('请填写日期，格式为 2026-11-01。')

const Count = z.object({ total: z.int(), capped: z.boolean() })

/** A share is made of its two numbers, so that sums of villages give the sum of the township. */
export const Tally = z.object({
  due: z.int(),
  done: z.int(),
  /** Done at the door with a place or a file: only these count as completed. */
  withEvidence: z.int(),
  notSeen: z.int(),
  overdue: z.int(),
  unassigned: z.int(),
  /** Of those without a visit at the door, how many were called. */
  calledOnly: z.int(),
})
export type Tally = z.infer<typeof Tally>

export const Board = z.object({
  month: z.string(),
  total: Tally,
  run: z
    .object({
      madeAt: z.string(),
      asOf: z.string(),
      driver: z.enum(['specialDifficulty', 'visitPriority', 'either']),
      listed: z.int(),
      undecided: z.int(),
      unset: z.array(z.object({ id: z.string(), name: z.string() })),
    })
    .nullable(),
  villages: z.array(Tally.extend({ village: z.string(), name: z.string(), township: z.string() })),
  helpers: z.array(
    Tally.extend({
      account: z.string(),
      name: z.string(),
      villages: z.array(z.string()),
      dailyMost: z.int(),
      /** The most visits on one day of the month, and how many days are above what the helper can do. */
      mostOnADay: z.int(),
      daysAbove: z.int(),
      awayDays: z.int(),
    }),
  ),
  reasons: z.array(z.object({ reason: z.string(), visits: z.int() })),
  may: z.object({ plan: z.boolean(), replan: z.boolean(), duty: z.boolean() }),
  district: z.string().nullable(),
})
export type Board = z.infer<typeof Board>
export const BoardQuery = z.object({ month: MonthText.optional(), area: Area.optional() })

export const PLAN_VIEWS = ['open', 'overdue', 'notSeen', 'unassigned', 'done'] as const
export const PlanLine = z.object({
  district: z.string(),
  id: z.uuid(),
  elderId: z.uuid(),
  name: z.string(),
  villageName: z.string(),
  on: z.string(),
  helper: z.string(),
  state: z.enum(['planned', 'done', 'notSeen', 'cancelled']),
  attempts: z.int(),
  reason: z.string().nullable(),
  cause: z.string().nullable(),
  evidence: z.boolean(),
  because: z.array(z.string()),
})
export type PlanLine = z.infer<typeof PlanLine>
export const PlanPage = z.object({ rows: z.array(PlanLine), next: z.string().nullable(), count: Count })
export const PlanQuery = BoardQuery.extend({
  view: z.enum(PLAN_VIEWS).default('open'),
  helper: z.string().max(100).optional(),
  village: z.string().max(16).optional(),
  after: DayMark.optional(),
})

export const MakePlan = z.object({ district: District, month: MonthText })
export const Replan = z.object({
  district: District,
  month: MonthText,
  township: Area.optional(),
  overdue: z.boolean().default(true),
})

export const CheckLine = z.object({
  district: z.string(),
  caseId: z.uuid(),
  number: z.string(),
  name: z.string(),
  villageName: z.string(),
  because: z.enum(['notSeenTwice', 'dangerSign']),
  signs: z.array(z.enum(DANGER_SIGNS)),
  dutyName: z.string().nullable(),
  dutyPhone: z.string().nullable(),
  openedAt: z.string(),
  dueAt: z.string().nullable(),
  dueNote: z.string().nullable(),
  late: z.boolean(),
})
export const Checks = z.object({ rows: z.array(CheckLine) })
export type CheckLine = z.infer<typeof CheckLine>

export const ReferralLine = z.object({
  district: z.string(),
  id: z.uuid(),
  caseId: z.uuid(),
  name: z.string(),
  villageName: z.string(),
  kind: z.enum(NEED_KINDS),
  words: z.string(),
  state: z.enum(['waiting', 'taken', 'done', 'returned', 'confirmed', 'withdrawn']),
  owner: z.string(),
  reportedBy: z.string(),
  reportedAt: z.string(),
  dueOn: z.string().nullable(),
  cameBack: z.int(),
  outcome: z.string().nullable(),
  callBack: z.boolean(),
})
export type ReferralLine = z.infer<typeof ReferralLine>
export const Referrals = z.object({ rows: z.array(ReferralLine), next: z.string().nullable() })
export const ReferralQuery = z.object({
  area: Area.optional(),
  open: z.enum(['true', 'false']).default('true'),
  after: InstantMark.optional(),
})

export const DutyLine = z.object({
  id: z.uuid(),
  district: z.string(),
  township: z.string(),
  townshipName: z.string(),
  name: z.string(),
  masked: z.string(),
  from: z.string(),
  until: z.string(),
  now: z.boolean(),
})
export const DutyRoster = z.object({
  rows: z.array(DutyLine),
  uncovered: z.array(z.object({ township: z.string(), name: z.string() })),
})
export type DutyRoster = z.infer<typeof DutyRoster>
export const NewDuty = z
  .object({
    township: z.string().regex(/^[0-9a-z]{9}$/, '请选择乡镇（街道）。'),
    name: Name,
    phone: Phone,
    account: z.string().max(100).default(''),
    from: z.iso.datetime({ offset: true }),
    until: z.iso.datetime({ offset: true }),
  })
  .refine((duty) => Date.parse(duty.until) > Date.parse(duty.from), {
    path: ['until'],
    message: '结束时间应晚于开始时间。',
  })

export const QuestionLine = z.object({
  district: z.string(),
  id: z.uuid(),
  record: z.uuid(),
  name: z.string(),
  villageName: z.string(),
  kind: z.enum(['distance', 'shortStay', 'impossibleTravel', 'reusedPhoto', 'equalAnswers', 'clock']),
  account: z.string(),
  helper: z.string(),
  on: z.string(),
  facts: z.record(z.string(), z.unknown()),
  said: z.string().nullable(),
  answer: z.enum(['explained', 'corrected', 'toTrain', 'toVisitAgain']).nullable(),
  answerNote: z.string().nullable(),
  answeredBy: z.string().nullable(),
  mine: z.boolean(),
})
export type QuestionLine = z.infer<typeof QuestionLine>
export const QuestionPage = z.object({ rows: z.array(QuestionLine), next: z.string().nullable(), open: z.int() })
export const QuestionQuery = z.object({
  area: Area.optional(),
  show: z.enum(['open', 'answered']).default('open'),
  after: DayMark.optional(),
})
export const AnswerQuestion = z.object({
  answer: z.enum(['explained', 'corrected', 'toTrain', 'toVisitAgain'], '请选择核对结果。'),
  note: Text,
})
export const SayToQuestion = z.object({ words: Text })

const LegTold = z.object({
  by: z.enum(['track', 'road', 'straight']),
  minutes: z.int(),
  metres: z.int(),
  climb: z.int().nullable(),
})
export const RouteTold = z.object({
  on: z.string(),
  helper: z.string(),
  stops: z.array(
    z.object({
      planId: z.string(),
      name: z.string(),
      villageName: z.string(),
      leg: LegTold,
      begins: z.string(),
      ends: z.string(),
    }),
  ),
  home: LegTold.nullable(),
  back: z.string(),
  sunset: z.string().nullable(),
  leftOut: z.array(z.string()),
  /** Without a point on the map they cannot be put in order. */
  withoutPlace: z.array(z.string()),
  travelMinutes: z.int(),
  legsBy: z.object({ track: z.int(), road: z.int(), straight: z.int() }),
  exact: z.boolean(),
})
export type RouteTold = z.infer<typeof RouteTold>
export const RouteQuery = z.object({ district: District, helper: z.string().min(1).max(100), on: Day })

export const ProposalLine = z.object({
  district: z.string(),
  id: z.uuid(),
  elderId: z.uuid(),
  name: z.string(),
  villageName: z.string(),
  about: z.string(),
  words: z.string(),
  by: z.string(),
  at: z.string(),
})
export const Proposals = z.object({ rows: z.array(ProposalLine) })
export const SettleProposal = z.object({ taken: z.boolean(), reason: Text })

const Done = z.object({ done: z.boolean() })
const Made = z.object({ id: z.uuid() })
export const PlanMade = z.object({
  listed: z.int(),
  undecided: z.int(),
  added: z.int(),
  planned: z.int(),
  cancelled: z.int(),
  unassigned: z.int(),
  unset: z.array(z.string()),
})
export const Replanned = z.object({ moved: z.record(z.string(), z.int()), cancelled: z.int() })

export const readBoard = { method: 'get', path: '/api/visits/board', response: Board } as const
export const listPlan = { method: 'get', path: '/api/visits/plan', response: PlanPage } as const
export const makePlan = { method: 'post', path: '/api/visits/plan', response: PlanMade } as const
export const replanMonth = { method: 'post', path: '/api/visits/replan', response: Replanned } as const
export const listChecks = { method: 'get', path: '/api/visits/checks', response: Checks } as const
export const listReferrals = { method: 'get', path: '/api/visits/referrals', response: Referrals } as const
export const readDuty = { method: 'get', path: '/api/visits/duty', response: DutyRoster } as const
export const addDuty = { method: 'post', path: '/api/visits/duty', response: Made } as const
export const listQuestions = { method: 'get', path: '/api/visits/questions', response: QuestionPage } as const
export const answerQuestion = {
  method: 'post',
  path: '/api/visits/questions/{district}/{id}/answer',
  response: Done,
} as const
export const sayToQuestion = {
  method: 'post',
  path: '/api/visits/questions/{district}/{id}/words',
  response: Done,
} as const
export const readRoute = { method: 'get', path: '/api/visits/route', response: RouteTold } as const
export const listProposals = { method: 'get', path: '/api/visits/proposals', response: Proposals } as const
export const settleProposal = { method: 'post', path: '/api/visits/proposals/{district}/{id}', response: Done } as const
