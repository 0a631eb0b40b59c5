import { z } from 'zod'

/**
 * What the field app downloads and uploads. An instant is ISO 8601 with an offset; of a record it is the device's, kept as told and beside
 * the server's. Every id below is made on the device (UUID, version 7 where it can) and stays the primary key: sending a thing again is harmless.
 */
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const Instant = z.iso.datetime({ offset: true, message: '时间请带时区。' })
export const MonthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份请按 2026-11 的样子填写。')
const Words = (most: number) => z.string().trim().max(most, `不超过 ${most} 字。`)
const Lng = z.number().min(73).max(136)
const Lat = z.number().min(3).max(54)
export const Point = z.object({ lng: Lng, lat: Lat })
export type Point = z.infer<typeof Point>

/** How the helper met the elder; a phone or video call is never counted as a visit at the door. */
export const VISIT_WAYS = ['home', 'phone', 'video'] as const
export const VISIT_OUTCOMES = ['seen', 'notSeen', 'died', 'movedAway'] as const
export const NOT_SEEN_REASONS = [
  'noAnswer',
  'atFields',
  'withFamily',
  'inHospital',
  'inFacility',
  'travelling',
  'refused',
  'unknown',
] as const
export const DANGER_SIGNS = [
  'unconscious',
  'fell',
  'seriouslyIll',
  'noFoodOrWater',
  'abuse',
  'selfHarm',
  'fireGasPower',
  'houseUnsafe',
  'lost',
] as const
export const NEED_KINDS = [
  'meal',
  'cleaning',
  'bathing',
  'medicalEscort',
  'mobility',
  'emergency',
  'medicine',
  'retrofit',
  'device',
  'assessment',
  'benefit',
  'mentalCare',
  'familyDuty',
  'guardian',
  'farmWork',
  'other',
] as const
/** What is known about the door; a field that nobody has filled in is null. */
export const DOOR_FIELDS = ['keyHolder', 'hearing', 'dog', 'path', 'bestTime', 'remark'] as const

// ---- download --------------------------------------------------------------------------------------------------------------

const Choice = z.object({ points: z.int(), label: z.string() })
/** The questions as an instrument of the engine (`Instrument` there); what a screen does not need is passed through. */
export const Questions = z.looseObject({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  levels: z.array(z.string()),
  sections: z.array(
    z.looseObject({
      code: z.string(),
      label: z.string(),
      items: z.array(
        z.looseObject({
          code: z.string(),
          label: z.string(),
          options: z.array(Choice),
          askWhen: z.unknown().optional(),
          note: z.string().optional(),
        }),
      ),
    }),
  ),
})

export const Door = z.object({
  version: z.int(),
  keyHolder: z.string().nullable(),
  hearing: z.string().nullable(),
  dog: z.string().nullable(),
  path: z.string().nullable(),
  bestTime: z.string().nullable(),
  remark: z.string().nullable(),
})
export type Door = z.infer<typeof Door>

const LastVisit = z.object({
  id: z.uuid(),
  on: z.string(),
  outcome: z.enum(VISIT_OUTCOMES),
  by: z.string(),
  instrumentVersion: z.string(),
  /** Points by item code: the values that 没变化 stands for. */
  answers: z.record(z.string(), z.int()),
  nextSteps: z.string(),
})
const Promised = z.object({
  referral: z.uuid(),
  kind: z.enum(NEED_KINDS),
  words: z.string(),
  owner: z.string(),
  dueOn: z.string().nullable(),
  state: z.enum(['waiting', 'taken', 'done', 'returned']),
})
const PhoneOf = z.object({
  kind: z.string(),
  holder: z.string().nullable(),
  relation: z.string().nullable(),
  masked: z.string(),
  /** For calling; shown masked. Only on the card of a person whom the helper is to visit. */
  number: z.string().nullable(),
})
/** One person as the device keeps it. */
export const PersonCard = z.object({
  district: z.string(),
  elderId: z.uuid(),
  /** Of the register's row: rises with every change there. */
  version: z.int(),
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  birthDate: z.string().nullable(),
  township: z.string(),
  village: z.string().nullable(),
  villageName: z.string(),
  address: z.string().nullable(),
  point: Point.nullable(),
  /** Why the person is visited, in words: `独居`, `重残`, … */
  because: z.array(z.string()),
  risk: z.enum(['high', 'key', 'general', 'none']),
  phones: z.array(PhoneOf),
  door: Door,
  last: LastVisit.nullable(),
  promised: z.array(Promised),
})
export type PersonCard = z.infer<typeof PersonCard>

export const PlannedVisit = z.object({
  district: z.string(),
  id: z.uuid(),
  elderId: z.uuid(),
  month: z.string(),
  /** The day it is planned for; it may be made on any day of `from` to `until`, both included. */
  on: z.string(),
  from: z.string(),
  until: z.string(),
  ordinal: z.int(),
  state: z.enum(['planned', 'done', 'notSeen', 'cancelled']),
  attempts: z.int(),
  /** Minutes on site to reckon with; hours of the day in which the elder is at home, where known (`HH:MM`). */
  minutes: z.int(),
  window: z.object({ opens: z.string(), closes: z.string() }).nullable(),
})
export type PlannedVisit = z.infer<typeof PlannedVisit>

/** A way that somebody walked or drove before: the helper's own and those of the villages. */
export const Track = z.object({
  id: z.uuid(),
  on: z.string(),
  way: z.enum(['walk', 'ride']),
  /** lng, lat, metres above sea level where the device knew it, seconds since the start. */
  points: z.array(z.tuple([Lng, Lat, z.number().nullable(), z.number()])).max(4000),
  hazards: z.array(z.object({ lng: Lng, lat: Lat, words: z.string() })),
})
export type Track = z.infer<typeof Track>

export const DutyPerson = z.object({
  township: z.string(),
  townshipName: z.string(),
  name: z.string(),
  phone: z.string(),
  from: z.string(),
  until: z.string(),
})

export type DutyPerson = z.infer<typeof DutyPerson>

export const FieldMonth = z.object({
  /** Changes with anything below; sent back as `known`, an unchanged month is answered in a few bytes. */
  revision: z.string(),
  month: z.string(),
  today: z.string(),
  serverTime: Instant,
  helper: z.object({ account: z.string(), name: z.string() }),
  /** The villages that this device may hold; what lies elsewhere is wiped from it. */
  villages: z.array(z.object({ key: z.string(), name: z.string(), point: Point.nullable() })),
  questions: Questions,
  visits: z.array(PlannedVisit),
  people: z.array(PersonCard),
  duty: z.array(DutyPerson),
  tracks: z.array(Track),
  /** Bytes that one photo may have after compression; how many a visit takes. */
  limits: z.object({ people: z.int(), photosPerVisit: z.int(), photoBytes: z.int() }),
})
export type FieldMonth = z.infer<typeof FieldMonth>
export const FieldAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('same'), revision: z.string(), serverTime: Instant }),
  z.object({ state: z.literal('new'), month: FieldMonth }),
])
export type FieldAnswer = z.infer<typeof FieldAnswer>
export const FieldQuery = z.object({ month: MonthText.optional(), known: z.string().max(100).optional() })

// ---- upload ----------------------------------------------------------------------------------------------------------------

export const Attachment = z.object({
  id: z.uuid(),
  kind: z.enum(['photo', 'voice']),
  /** Of the bytes as they will be uploaded. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1).max(8_000_000),
  takenAt: Instant,
})
export type Attachment = z.infer<typeof Attachment>

/** A need found at the door; it becomes a referral with an owner and a deadline. */
export const Need = z.object({ id: z.uuid(), kind: z.enum(NEED_KINDS), words: Words(500) })
export type Need = z.infer<typeof Need>

export const VisitRecord = z
  .object({
    id: z.uuid(),
    district: District,
    elderId: z.uuid(),
    /** The planned visit that this is; null for a visit nobody planned. */
    planId: z.uuid().nullable(),
    /** A record that this one replaces; the earlier one is kept and shown. */
    corrects: z.uuid().nullable().default(null),
    way: z.enum(VISIT_WAYS),
    outcome: z.enum(VISIT_OUTCOMES),
    notSeenReason: z.enum(NOT_SEEN_REASONS).nullable().default(null),
    startedAt: Instant,
    endedAt: Instant,
    device: z.object({
      id: z.uuid(),
      /** Device clock less server clock at the last contact, in milliseconds; null when it never had one. */
      clockOffset: z.int().min(-4e12).max(4e12).nullable(),
      savedAt: Instant,
    }),
    /** Where the record was made; null with the reason why, which blocks nothing. */
    place: Point.extend({ accuracy: z.number().min(0).max(100_000), at: Instant }).nullable(),
    noPlaceBecause: z.enum(['off', 'denied', 'noFix']).nullable().default(null),
    instrument: z.object({ id: z.string().max(60), version: z.string().max(60) }).nullable(),
    /** Points by item code. */
    answers: z.record(z.string().max(20), z.int()).default({}),
    /** Items answered by 没变化. */
    unchanged: z.array(z.string().max(20)).max(60).default([]),
    dangerSigns: z.array(z.enum(DANGER_SIGNS)).max(DANGER_SIGNS.length).default([]),
    condition: Words(2000).default(''),
    needs: z.array(Need).max(20).default([]),
    nextSteps: Words(1000).default(''),
    nextVisitOn: z.iso.date().nullable().default(null),
    attachments: z.array(Attachment).max(12).default([]),
    /** What changed at the door. `was` is what the device showed: where the office changed it meanwhile, both are kept and shown. */
    door: z
      .array(
        z.object({
          field: z.enum(DOOR_FIELDS),
          was: Words(300).nullable(),
          becomes: Words(300).nullable(),
        }),
      )
      .max(DOOR_FIELDS.length)
      .default([]),
    /** Changes of the register that the helper proposes to the clerk, in words. */
    proposals: z
      .array(z.object({ about: Words(40), words: Words(300) }))
      .max(10)
      .default([]),
    /** A need of earlier visits that the elder or the family confirms as met or not. */
    confirmations: z
      .array(z.object({ referral: z.uuid(), met: z.boolean(), by: z.enum(['elder', 'family']), words: Words(300) }))
      .max(20)
      .default([]),
  })
  .refine((record) => Date.parse(record.endedAt) >= Date.parse(record.startedAt), {
    path: ['endedAt'],
    message: '结束时间早于开始时间，请检查。',
  })
  .refine((record) => record.outcome !== 'notSeen' || record.notSeenReason !== null, {
    path: ['notSeenReason'],
    message: '请选择没有见到的原因。',
  })
export type VisitRecord = z.infer<typeof VisitRecord>

/** What another device or the office wrote about the same; never merged, shown side by side. */
export const Conflict = z.object({
  kind: z.enum(['sameVisit', 'sameDay', 'door']),
  field: z.string().nullable(),
  yours: z.string().nullable(),
  theirs: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  record: z.uuid().nullable(),
})
export type Conflict = z.infer<typeof Conflict>

export const Recorded = z.object({
  id: z.uuid(),
  /** `again`: this very record had arrived before. The answer is the same as then. */
  state: z.enum(['recorded', 'again']),
  receivedAt: Instant,
  /** The number of the case that was opened at once (not seen twice, a danger sign), with whom to call. */
  opened: z
    .object({
      number: z.string(),
      dutyName: z.string().nullable(),
      dutyPhone: z.string().nullable(),
      dueAt: z.string().nullable(),
    })
    .nullable(),
  /** Attachments whose bytes are still to come. */
  wanted: z.array(z.uuid()),
  conflicts: z.array(Conflict),
  /** What looks odd about time or place, in words; recorded all the same. */
  remarks: z.array(z.string()),
})
export type Recorded = z.infer<typeof Recorded>

export const TrackUpload = Track.omit({ on: true }).extend({
  district: District,
  village: z.string().regex(/^[0-9a-z-]{9,16}$/),
  startedAt: Instant,
})
export type TrackUpload = z.infer<typeof TrackUpload>

/**
 * - `readMonth`: the visits of a month with cards, questions, duty people, tracks.
 * - `uploadRecord`: idempotent by `id`; the same id with other content is refused 409 `VISIT_DIFFERS` and both stay where they are.
 *   An elder who is not in the caller's villages (any more) is refused 404 `VISIT_ELDER_UNKNOWN`: the record stays on the device, for the clerk.
 * - `uploadFile`: the bytes of an attachment as the body; idempotent; 409 `VISIT_FILE_DIFFERS` when their hash is another than the record told.
 * - `uploadTrack`: idempotent by `id`.
 */
export const readMonth = { method: 'get', path: '/api/visits/field/month', response: FieldAnswer } as const
export const uploadRecord = { method: 'post', path: '/api/visits/field/records', response: Recorded } as const
export const uploadFile = {
  method: 'put',
  path: '/api/visits/field/records/{district}/{id}/files/{file}',
  response: z.object({ id: z.uuid(), state: z.enum(['stored', 'again']), wanted: z.array(z.uuid()) }),
} as const
export const uploadTrack = {
  method: 'post',
  path: '/api/visits/field/tracks',
  response: z.object({ id: z.uuid(), state: z.enum(['recorded', 'again']) }),
} as const
