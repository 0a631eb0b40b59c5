import { z } from 'zod'

/** What crosses the wire. Sums are whole fen, days are `2026-11-21`. */
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期请按 2026-11-21 的格式填写。')
const Text = z.string().trim().min(2, '请填写这一项。').max(300, '不超过 300 字。')
const Short = z.string().trim().max(300, '不超过 300 字。')
const Fen = z.int().min(0, '金额不能小于零。').max(100_000_000, '金额过大，请核对。')
const Count = z.int().min(0, '人数不能小于零。').max(5000, '人数过大，请核对。')
const Percent = z.int().min(0).max(100, '比例应在 0 至 100 之间。')
export const Wants = z.enum(['ordinary', 'nursing', 'dementia'])
export const StayKind = z.enum(['long', 'short', 'respite'])
const Clause = z.object({
  title: z.string(),
  number: z.string(),
  section: z.string(),
  lastVerified: z.string().nullable(),
  standing: z.enum(['inForce', 'periodOver', 'notVerified']),
})
export type ClauseRef = z.infer<typeof Clause>

export const HomeKey = z.object({ district: z.string().regex(/^\d{6}$/), id: z.uuid() })
export const HomeHead = z.object({
  district: z.string(),
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  township: z.string(),
  isPublic: z.boolean(),
  example: z.boolean(),
})
export const HomeRow = HomeHead.extend({
  beds: z.int(),
  residents: z.int(),
  freeOrdinary: z.int(),
  freeNursing: z.int(),
  freeDementia: z.int(),
  waiting: z.int(),
  reportedToday: z.boolean(),
})
export const HomePage = z.object({
  rows: z.array(HomeRow),
  next: z.string().nullable(),
  count: z.object({ total: z.int(), capped: z.boolean() }),
})
export const HomeQuery = z.object({
  q: z.string().trim().max(60).optional(),
  report: z.enum(['missing']).optional(),
  after: z.string().max(120).optional(),
  area: z.string().max(12).optional(),
})

export const Check = z.object({ label: z.string(), says: z.string(), met: z.boolean(), clause: Clause })
export const Curve = z.array(z.object({ on: Day, occupied: z.int(), beds: z.int() }))
const Reason = z.object({ says: z.string(), people: z.int(), effect: z.int() })
const HazardRow = z.object({
  id: z.uuid(),
  item: z.string(),
  foundOn: Day,
  place: z.string(),
  what: z.string(),
  person: z.string(),
  dueOn: Day,
})
export const Counts = z.object({
  beds: z.int(),
  nursingBeds: z.int(),
  residents: z.int(),
  onLeave: z.int(),
  inHospital: z.int(),
})
export const HomeToday = z.object({
  home: HomeHead,
  today: Day,
  mayAct: z.boolean(),
  counts: Counts,
  inHouse: z.int(),
  free: z.object({ ordinary: z.int(), nursing: z.int(), dementia: z.int() }),
  reasons: z.array(Reason),
  checks: z.array(Check),
  report: z.object({ submittedAt: z.string(), counted: z.int(), version: z.int() }).nullable(),
  waiting: z.int(),
  openOffers: z.int(),
  hazards: z.array(HazardRow),
  backDue: z.int(),
  endingSoon: z.int(),
  arrears: z.object({ amountFen: z.int(), bills: z.int(), oldestDays: z.int() }),
  curve: Curve,
})

export const BoardBed = z.object({
  id: z.uuid(),
  label: z.string(),
  kind: Wants,
  room: z.string().nullable(),
  storey: z.int().nullable(),
  zone: z.string().nullable(),
  state: z.enum(['free', 'offered', 'occupied', 'away', 'closed']),
  stay: z.uuid().nullable(),
  elder: z.uuid().nullable(),
  name: z.string().nullable(),
  since: Day.nullable(),
  away: z.enum(['hospital', 'leave']).nullable(),
  awaySince: Day.nullable(),
  expectedBack: Day.nullable(),
  offer: z.uuid().nullable(),
})
export const Board = z.object({ home: HomeHead, mayAct: z.boolean(), today: Day, beds: z.array(BoardBed) })

export const QueueRow = z.object({
  id: z.uuid(),
  number: z.string(),
  elder: z.uuid(),
  name: z.string().nullable(),
  age: z.int().nullable(),
  careDependency: z.string().nullable(),
  assessedOn: Day.nullable(),
  place: z.int(),
  group: z.int(),
  reasons: z.array(z.string()),
  unknown: z.array(z.string()),
  kind: StayKind,
  wants: Wants,
  appliedOn: Day,
  waitingDays: z.int(),
  wantedFrom: Day.nullable(),
  wantedUntil: Day.nullable(),
  state: z.enum(['waiting', 'offered']),
  passes: z.int(),
  wish: z.enum(['central', 'scattered']).nullable(),
  supported: z.boolean(),
  example: z.boolean(),
})
export const OfferRow = z.object({
  id: z.uuid(),
  application: z.uuid(),
  bed: z.uuid(),
  bedLabel: z.string(),
  state: z.enum(['open', 'accepted', 'used', 'declined', 'passed', 'cancelled']),
  standing: z.int(),
  skipped: z.int(),
  skipReason: z.string().nullable(),
  offeredOn: Day,
  answerBy: Day.nullable(),
  contacts: z.array(
    z.object({ channel: z.string(), at: z.string(), answered: z.boolean(), note: z.string().optional() }),
  ),
})
export const Queue = z.object({
  mayAct: z.boolean(),
  order: z.object({ says: z.array(z.string()), clauses: z.array(Clause), unset: z.array(z.string()) }),
  rows: z.array(QueueRow),
  offers: z.array(OfferRow),
  /** Offers of the last year that were made out of order. */
  skips: z.array(OfferRow.extend({ number: z.string() })),
})

export const ResidentRow = z.object({
  stay: z.uuid(),
  number: z.string(),
  elder: z.uuid(),
  name: z.string().nullable(),
  kind: StayKind,
  since: Day,
  plannedUntil: Day.nullable(),
  careLevel: z.string().nullable(),
  supported: z.boolean(),
  bedLabel: z.string().nullable(),
  away: z.enum(['hospital', 'leave']).nullable(),
  awaySince: Day.nullable(),
  expectedBack: Day.nullable(),
  example: z.boolean(),
})
export const ResidentPage = z.object({
  rows: z.array(ResidentRow),
  next: z.string().nullable(),
  count: z.object({ total: z.int(), capped: z.boolean() }),
})
export const ResidentQuery = z.object({ on: Day.optional(), after: z.uuid().optional() })

export const DayQuery = z.object({ on: Day.optional() })
export const DayPage = z.object({
  home: HomeHead,
  mayAct: z.boolean(),
  today: Day,
  on: Day,
  counts: Counts,
  inHouse: z.int(),
  inHouseYesterday: z.int(),
  reasons: z.array(Reason),
  checks: z.array(Check),
  due: z.array(z.string()),
  lastStaff: z.object({ care: z.int(), night: z.int(), on: Day }).nullable(),
  report: z
    .object({
      version: z.int(),
      counted: z.int(),
      submittedAt: z.string(),
      submittedBy: z.string(),
      locked: z.boolean(),
    })
    .nullable(),
  hazards: z.array(HazardRow),
})

export const ChargePage = z.object({
  mayAct: z.boolean(),
  arrears: HomeToday.shape.arrears,
  rows: z.array(
    z.object({
      id: z.uuid(),
      stay: z.uuid(),
      name: z.string().nullable(),
      month: Day,
      amountFen: z.int(),
      paidFen: z.int(),
      dueOn: Day,
      inHouse: z.int(),
      hospital: z.int(),
      leave: z.int(),
      unsettled: z.int(),
      overdueDays: z.int(),
    }),
  ),
})

export const FindElder = z.object({
  number: z.string().trim().min(15, '请填写 18 位身份证号。').max(30, '身份证号为 18 位。'),
})
export const FoundElder = z.object({
  elder: z.uuid(),
  name: z.string(),
  age: z.int().nullable(),
  careDependency: z.string().nullable(),
  assessedOn: Day.nullable(),
  supported: z.boolean(),
  wish: z.enum(['central', 'scattered']).nullable(),
})

const Risk = z.object({ level: z.enum(['none', 'watch', 'high']), measures: Short })
const Terms = z.object({
  bedFeeFen: Fen,
  careFeeFen: Fen,
  mealFeeFen: Fen,
  depositFen: Fen,
  membershipFen: Fen.default(0),
  prepaidMonths: z.int().min(0).max(120).default(0),
  hospitalPercent: Percent.nullable(),
  leavePercent: Percent.nullable(),
  payer: z.enum(['self', 'family', 'government']),
  signedBy: z.enum(['self', 'guardian', 'supporter', 'government']),
  until: Day.nullable(),
})
const Item = z.enum(['fireExits', 'gas', 'foodSamples', 'medicine', 'nightRounds', 'monthlySample', 'quarterlyNotice'])

/** Everything that is done at a home. */
export const Act = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('apply'),
    elder: z.uuid(),
    kind: StayKind,
    wants: Wants,
    from: Day.optional(),
    until: Day.optional(),
  }),
  z.object({
    act: z.literal('endApplication'),
    application: z.uuid(),
    state: z.enum(['withdrawn', 'closed']),
    reason: Text,
  }),
  z.object({
    act: z.literal('wish'),
    elder: z.uuid(),
    wish: z.enum(['central', 'scattered']),
    answeredBy: z.enum(['self', 'guardian']),
    on: Day,
    note: Short.default(''),
  }),
  z.object({ act: z.literal('offer'), bed: z.uuid(), application: z.uuid(), skipReason: Text.optional() }),
  z.object({
    act: z.literal('contact'),
    offer: z.uuid(),
    channel: z.enum(['sms', 'call', 'visit', 'family']),
    answered: z.boolean(),
    note: Short.optional(),
  }),
  z.object({
    act: z.literal('closeOffer'),
    offer: z.uuid(),
    state: z.enum(['accepted', 'declined', 'passed', 'cancelled']),
    reason: Text.optional(),
  }),
  z.object({
    act: z.literal('admit'),
    offer: z.uuid(),
    from: Day,
    risks: z.record(z.string().max(30), Risk),
    contract: Terms,
  }),
  z.object({
    act: z.literal('away'),
    stay: z.uuid(),
    kind: z.enum(['hospital', 'leave']),
    from: Day,
    expectedBack: Day.nullable(),
    note: Short.default(''),
  }),
  z.object({ act: z.literal('back'), stay: z.uuid(), on: Day }),
  z.object({ act: z.literal('changeBed'), stay: z.uuid(), bed: z.uuid() }),
  z.object({
    act: z.literal('leave'),
    stay: z.uuid(),
    how: z.enum(['left', 'transferred', 'died']),
    on: Day,
    reason: Text,
  }),
  z.object({
    act: z.literal('report'),
    on: Day,
    counted: Count,
    careStaff: Count,
    nightStaff: Count,
    explanation: Text.optional(),
    checks: z
      .array(
        z.object({
          item: Item,
          result: z.enum(['fine', 'problem']),
          note: Short.optional(),
          file: z.uuid().optional(),
        }),
      )
      .max(20),
    hazards: z
      .array(z.object({ item: Item, place: Text, what: Text, person: Text, dueOn: Day, file: z.uuid().optional() }))
      .max(20),
  }),
  z.object({ act: z.literal('hazardFixed'), hazard: z.uuid(), on: Day, note: Text }),
  z.object({
    act: z.literal('charge'),
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份请按 2026-11 的样子填写。'),
    dueOn: Day,
  }),
  z.object({ act: z.literal('pay'), charge: z.uuid(), fen: Fen.min(1, '金额应大于零。') }),
])
/** What came of an act; which parts are there depends on the act. */
export const Acted = z.object({
  done: z.boolean().optional(),
  id: z.uuid().optional(),
  number: z.string().optional(),
  standing: z.int().optional(),
  skipped: z.int().optional(),
  stay: z.uuid().optional(),
  contract: z.string().optional(),
  version: z.int().optional(),
  reasons: z.array(z.string()).optional(),
  count: z.int().optional(),
})

const base = '/api/residency/homes/{district}/{id}'
export const listHomes = { method: 'get', path: '/api/residency/homes', response: HomePage } as const
export const readHome = { method: 'get', path: base, response: HomeToday } as const
export const readBoard = { method: 'get', path: `${base}/board`, response: Board } as const
export const readQueue = { method: 'get', path: `${base}/queue`, response: Queue } as const
export const listResidents = { method: 'get', path: `${base}/residents`, response: ResidentPage } as const
export const readDay = { method: 'get', path: `${base}/day`, response: DayPage } as const
export const listCharges = { method: 'get', path: `${base}/charges`, response: ChargePage } as const
export const findElder = { method: 'post', path: `${base}/find`, response: FoundElder } as const
export const actAtHome = { method: 'post', path: `${base}/acts`, response: Acted } as const

/** Paths that show something else after an act at a home. */
export const CHANGED_BY_ACTS = [listHomes, readHome, readBoard, readQueue, listResidents, readDay, listCharges].map(
  (each) => each.path,
)

export type HomeHead = z.infer<typeof HomeHead>
export type HomeRow = z.infer<typeof HomeRow>
export type HomeToday = z.infer<typeof HomeToday>
export type Board = z.infer<typeof Board>
export type BoardBed = z.infer<typeof BoardBed>
export type Queue = z.infer<typeof Queue>
export type QueueRow = z.infer<typeof QueueRow>
export type OfferRow = z.infer<typeof OfferRow>
export type ResidentRow = z.infer<typeof ResidentRow>
export type DayPage = z.infer<typeof DayPage>
export type ChargePage = z.infer<typeof ChargePage>
export type FoundElder = z.infer<typeof FoundElder>
export type Act = z.infer<typeof Act>
