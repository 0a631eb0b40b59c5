import { type Instrument, itemsOf } from '../../engines/instrument/index.ts'
import type { AssessmentRecord, FieldOrder } from '../assessment/contract.ts'
import type { Fix } from './device/place.ts'
import type { KeptPhoto } from './photo-field.tsx'

/** A sheet while it is being filled in. `at` is where one is: before, an item, after. */
export type SheetDraft = {
  at: 'before' | 'after' | 'sign' | number
  startedAt: string
  identityCheck: '' | AssessmentRecord['identityCheck']
  informant: string
  relation: '' | AssessmentRecord['informant']['relation']
  medicines: string
  diagnoses: string
  events: Record<string, number>
  coma: '' | 'yes' | 'no'
  items: Record<string, number>
  seconds: Record<string, number>
  elderSigned: KeptPhoto | undefined
  ownSigned: KeptPhoto | undefined
  photos: KeptPhoto[]
}

export const freshSheet = (): SheetDraft => ({
  at: 'before',
  startedAt: '',
  identityCheck: '',
  informant: '',
  relation: '',
  medicines: '',
  diagnoses: '',
  events: {},
  coma: '',
  items: {},
  seconds: {},
  elderSigned: undefined,
  ownSigned: undefined,
  photos: [],
})

/** Items still to be answered, in the order of the form. */
export const openItems = (form: Instrument, draft: SheetDraft) =>
  itemsOf(form).filter((item) => draft.items[item.code] === undefined)

/** Answers as the engine and the area read them; a circumstance that was not asked is left out. */
export const answersOf = (draft: SheetDraft): AssessmentRecord['answers'] => ({
  items: draft.items,
  ...(draft.coma === '' ? {} : { coma: draft.coma === 'yes' }),
  diagnoses: draft.diagnoses
    .split(/[\s,，、;；]+/)
    .map((each) => each.trim().toUpperCase())
    .filter((each) => each !== ''),
  eventsLast30Days: draft.events,
})

type Around = { order: FieldOrder; fix: Fix; device: string; clockOffset: number | null }

/** The record as the area assessment takes it; its id is given when it is saved. */
export function sheetOf(draft: SheetDraft, { order, fix, device, clockOffset }: Around): Omit<AssessmentRecord, 'id'> {
  const now = new Date().toISOString()
  const signed = (photo: KeptPhoto | undefined, whose: 'elder' | 'firstAssessor') =>
    photo === undefined
      ? []
      : [
          {
            id: photo.id,
            kind: 'signature' as const,
            whose,
            item: null,
            sha256: photo.sha256,
            bytes: photo.size,
            takenAt: photo.takenAt,
          },
        ]
  return {
    district: order.district,
    orderId: order.id,
    elderId: order.person.elderId,
    instrument: order.instrument,
    startedAt: draft.startedAt === '' || draft.startedAt > now ? now : draft.startedAt,
    finishedAt: now,
    device: { id: device, clockOffset: clockOffset === null ? null : -clockOffset, savedAt: now },
    identityCheck: draft.identityCheck === '' ? 'idCard' : draft.identityCheck,
    placeKind: order.placeKind,
    place: fix.place,
    noPlaceBecause: fix.because,
    informant: { name: draft.informant, relation: draft.relation === '' ? 'other' : draft.relation },
    basics: {
      education: null,
      living: null,
      marital: null,
      payers: [],
      incomes: [],
      healthIssues: [],
      medicines: draft.medicines,
    },
    answers: answersOf(draft),
    seconds: draft.seconds,
    notes: [],
    attachments: [
      ...signed(draft.elderSigned, 'elder'),
      ...signed(draft.ownSigned, 'firstAssessor'),
      ...draft.photos.map(({ id, sha256, size, takenAt }) => ({
        id,
        kind: 'photo' as const,
        whose: null,
        item: null,
        sha256,
        bytes: size,
        takenAt,
      })),
    ],
  }
}
