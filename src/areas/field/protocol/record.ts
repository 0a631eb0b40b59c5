/**
 * The words of the offline protocol (docs/offline-protocol.md): what a device writes down, what the server answers, and in which
 * state a record is. Nothing here needs a browser, Node or a network, so that the device, the server and the fuzz share it.
 */

/** One line of a device's journal. It is never changed after it was saved; a correction is another record. */
export type FieldRecord = {
  /** Made on the device; the primary key of what the server makes of it. */
  readonly id: string
  readonly device: string
  /** 1, 2, 3 … without holes on one device. */
  readonly seq: number
  /** What it tells (`visit`, `assessment`, …), or `decision` about a conflict. */
  readonly kind: string
  /** What it is about: two devices with records on one subject must not overwrite each other. */
  readonly subject: string
  /** The last record on the subject that the device knew of when this one was made; null where it knew none. */
  readonly base: string | null
  /** Milliseconds by the clock of the device, which may be wrong. */
  readonly madeAt: number
  /** JSON; its shape is the kind's own. */
  readonly content: unknown
}

/** The record by which a person decides a conflict; it travels like any other. */
export const DECISION = 'decision'
/** Keep both, leave it at the other one, or let one's own take the other's place. */
export type Choice = 'both' | 'theirs' | 'mine'
export type Decision = { readonly about: string; readonly choice: Choice }

/** The other side of a conflict, as it is shown beside one's own. */
export type OtherSide = {
  readonly id: string
  /** A role word and never a name: `养老助理`. */
  readonly by: string
  readonly madeAt: number
  readonly content: unknown
}

export type Outcome =
  | { readonly id: string; readonly outcome: 'accepted'; readonly detail?: unknown }
  | { readonly id: string; readonly outcome: 'conflict'; readonly other: OtherSide }
  /** It cannot be taken as it is; the sentence says what to change. */
  | { readonly id: string; readonly outcome: 'refused'; readonly code: string; readonly message: string }
  /** A record that it builds on has not arrived yet: send it again later. */
  | { readonly id: string; readonly outcome: 'early' }

export type Upload = {
  readonly device: string
  /** When it was sent, by the clock of the device: the server measures the clock by it. */
  readonly sentAt: number
  readonly records: readonly FieldRecord[]
}

/** What a device is to do about its own store: nothing, or empty it after the last upload, or at once. */
export type Wipe = 'no' | 'afterUpload' | 'atOnce'

export type UploadAnswer = {
  readonly outcomes: readonly Outcome[]
  /** The clock of the server. */
  readonly serverTime: number
  readonly wipe: Wipe
}

/** Ten minutes: beyond that a device's clock makes the time of a record doubtful (J5.1). */
export const DOUBTFUL_MS = 600_000

/** How far a device's clock is ahead (positive) or behind, and whether the time of a record can be believed. */
export function clockOf(
  record: FieldRecord,
  sentAt: number,
  receivedAt: number,
): { skewMs: number; doubtful: boolean } {
  const skewMs = sentAt - receivedAt
  // A record made after it was sent tells that the clock was set back in between.
  const doubtful = Math.abs(skewMs) > DOUBTFUL_MS || record.madeAt > sentAt
  return { skewMs, doubtful }
}
