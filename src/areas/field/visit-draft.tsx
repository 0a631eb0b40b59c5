import type {
  DANGER_SIGNS,
  NEED_KINDS,
  NOT_SEEN_REASONS,
  PersonCard,
  VISIT_OUTCOMES,
  VisitRecord,
} from '../visits/contract.ts'
import type { Fix } from './device/place.ts'
import type { GeneralMonth } from './month.tsx'
import type { KeptPhoto } from './photo-field.tsx'

export type NeedDraft = { readonly id: string; readonly kind: (typeof NEED_KINDS)[number]; readonly words: string }

/** A visit while it is being written. */
export type VisitDraft = {
  outcome: '' | (typeof VISIT_OUTCOMES)[number]
  startedAt: string
  answers: Record<string, number>
  unchanged: string[]
  notSeenReason: '' | (typeof NOT_SEEN_REASONS)[number]
  danger: (typeof DANGER_SIGNS)[number][]
  condition: string
  needs: NeedDraft[]
  nextSteps: string
  photos: KeptPhoto[]
  again: boolean
}

export const freshVisit = (): VisitDraft => ({
  outcome: '',
  startedAt: '',
  answers: {},
  unchanged: [],
  notSeenReason: '',
  danger: [],
  condition: '',
  needs: [],
  nextSteps: '',
  photos: [],
  again: false,
})

type Questions = GeneralMonth['questions']

export const questionsOf = (questions: Questions) => questions.sections.flatMap((section) => section.items)

/** What is still to be filled in, by the id of its field. */
export function missingIn(draft: VisitDraft, questions: Questions): string[] {
  if (draft.outcome === 'notSeen') return draft.notSeenReason === '' ? ['notSeenReason'] : []
  const asked =
    draft.outcome === 'seen' ? questionsOf(questions).filter((item) => draft.answers[item.code] === undefined) : []
  const needs = draft.needs.filter((need) => need.words.trim() === '').map((need) => need.id)
  return [...asked.map((item) => item.code), ...needs]
}

type Around = {
  card: PersonCard
  plan: string | null
  general: GeneralMonth
  fix: Fix
  device: string
  /** Server less device, as the journal keeps it. */
  clockOffset: number | null
}

/** The record as the area visits takes it; its id is given when it is saved. */
export function recordOf(
  draft: VisitDraft,
  { card, plan, general, fix, device, clockOffset }: Around,
): Omit<VisitRecord, 'id'> {
  const now = new Date().toISOString()
  const seen = draft.outcome === 'seen'
  return {
    district: card.district,
    elderId: card.elderId,
    planId: plan,
    corrects: null,
    way: 'home',
    outcome: draft.outcome === '' ? 'seen' : draft.outcome,
    notSeenReason: draft.outcome === 'notSeen' && draft.notSeenReason !== '' ? draft.notSeenReason : null,
    startedAt: draft.startedAt === '' || draft.startedAt > now ? now : draft.startedAt,
    endedAt: now,
    device: { id: device, clockOffset: clockOffset === null ? null : -clockOffset, savedAt: now },
    place: fix.place,
    noPlaceBecause: fix.because,
    instrument: seen ? { id: general.questions.id, version: general.questions.version } : null,
    answers: seen ? draft.answers : {},
    unchanged: seen ? draft.unchanged : [],
    dangerSigns: draft.danger,
    condition: draft.condition,
    needs: draft.needs,
    nextSteps: draft.nextSteps,
    nextVisitOn: null,
    attachments: draft.photos.map(({ id, sha256, size, takenAt }) => ({
      id,
      kind: 'photo',
      sha256,
      bytes: size,
      takenAt,
    })),
    door: [],
    proposals: [],
    confirmations: [],
  }
}
