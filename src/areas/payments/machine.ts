import type { Role } from '../../platform/identity/index.ts'

/**
 * The life of a batch, declared once. Township check and district review are signed on the run (W06) before a batch can be made; from here on
 * money moves, and every step names who may take it and whose signature it must not be.
 */
export type BatchState = 'made' | 'confirmed' | 'filed' | 'returned' | 'closed' | 'cancelled'
export type Step = 'make' | 'confirm' | 'release' | 'load' | 'close' | 'cancel'

type Move = {
  readonly from: readonly BatchState[]
  readonly to: BatchState
  readonly roles: readonly Role[]
  /** May lend its signature where the office has one clerk only. */
  readonly lends?: Role
  /** Steps of the same batch, and the review of its run, that the same person must not have taken. */
  readonly notBy: readonly (Step | 'makeRun' | 'review' | 'check')[]
}

export const BATCH_MOVES: Readonly<Record<Exclude<Step, 'make'>, Move>> = {
  confirm: {
    from: ['made'],
    to: 'confirmed',
    roles: ['districtFinance'],
    notBy: ['make', 'makeRun', 'review', 'check'],
  },
  release: {
    from: ['confirmed'],
    to: 'filed',
    roles: ['districtFinance'],
    lends: 'districtOfficer',
    notBy: ['confirm', 'make'],
  },
  load: { from: ['filed', 'returned'], to: 'returned', roles: ['districtFinance'], notBy: [] },
  close: { from: ['returned'], to: 'closed', roles: ['districtFinance', 'districtOfficer'], notBy: [] },
  cancel: { from: ['made', 'confirmed'], to: 'cancelled', roles: ['districtOfficer', 'districtFinance'], notBy: [] },
}

/** Why a line is not in the file. Each is a task for somebody, never a silent stop. */
export const HOLDS = [
  'review',
  'asked',
  'letGo',
  'fileGone',
  'diedSince',
  'mergedSince',
  'duplicate',
  'overlap',
  'noAccount',
  'accountChanged',
  'accountCheckDigit',
  'accountCoolingOff',
  'holderDiffers',
  'noProofOfLife',
  'superseded',
  'yielded',
] as const
export type Hold = (typeof HOLDS)[number]

/** Holds that end a line: nothing is owed any more, so it is never paid again. */
export const ENDED_HOLDS: readonly Hold[] = ['superseded', 'yielded']

/** Why a bank returns a payment; whatever it says is sorted into one of these. */
export const FAILURE_CAUSES = [
  'accountUnknown',
  'nameMismatch',
  'accountClosed',
  'accountFrozen',
  'bankFault',
  'other',
] as const
export type FailureCause = (typeof FAILURE_CAUSES)[number]
