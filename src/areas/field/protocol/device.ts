import {
  type Choice,
  DECISION,
  type Decision,
  type FieldRecord,
  type OtherSide,
  type Outcome,
  type Upload,
  type UploadAnswer,
  type Wipe,
} from './record.ts'

/**
 * `waiting`: on this device only. `sending`: on its way, nothing heard yet. `conflict`: a person must decide. `refused`: a person must
 * correct it. The others are final: `accepted`, `replaced` by a correction, `withdrawn` by a decision.
 */
export type EntryState = 'waiting' | 'sending' | 'accepted' | 'conflict' | 'refused' | 'replaced' | 'withdrawn'

export type Entry = {
  readonly record: FieldRecord
  readonly state: EntryState
  readonly other?: OtherSide
  /** Why it was not taken, in the server's words. */
  readonly message?: string
  /** What the person decided, while the decision is on its way. */
  readonly choice?: Choice
  /** When the server took it, by the server's clock. */
  readonly acceptedAt?: number
  /** How often the server asked for it again; such a record waits behind the others, so that it holds up none. */
  readonly early?: number
  /** What the area made of it: a case that was opened, remarks. */
  readonly detail?: unknown
}

/** The journal of a device, as it is kept on its disk. Every function answers the next state and changes nothing. */
export type Device = {
  readonly id: string
  readonly nextSeq: number
  /** In the order in which they were made. */
  readonly entries: readonly Entry[]
  /** By subject: the last record on it that this device knows of, its own or another's. */
  readonly heads: Readonly<Record<string, string>>
  /** Server's clock minus the device's, at the last contact; null before the first. */
  readonly clockOffset: number | null
  readonly wipe: Wipe
}

export const newDevice = (id: string): Device => ({
  id,
  nextSeq: 1,
  entries: [],
  heads: {},
  clockOffset: null,
  wipe: 'no',
})

export type NewRecord = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly content: unknown
  readonly now: number
}

/** Writes a record down. From here on it is not lost unless the device is. */
export function save(device: Device, { now, ...made }: NewRecord): Device {
  const record: FieldRecord = {
    ...made,
    device: device.id,
    seq: device.nextSeq,
    base: baseFor(device, made.subject),
    madeAt: now,
  }
  return { ...device, nextSeq: device.nextSeq + 1, entries: [...device.entries, { record, state: 'waiting' }] }
}

/** A record in the place of one that was refused; the refused one stays in the journal and is sent no more. */
export function correct(
  device: Device,
  refused: string,
  { id, content, now }: Omit<NewRecord, 'kind' | 'subject'>,
): Device {
  const before = find(device, refused)
  if (before?.state !== 'refused') return device
  const { kind, subject } = before.record
  return save(change(device, refused, { state: 'replaced' }), { id, kind, subject, content, now })
}

/** The person's word on a conflict. It is a record of its own; the record in question follows when the server has taken it. */
export function decide(
  device: Device,
  about: string,
  choice: Choice,
  { id, now }: { id: string; now: number },
): Device {
  const entry = find(device, about)
  if (entry?.state !== 'conflict' || entry.choice !== undefined) return device
  const content: Decision = { about, choice }
  const subject = `${DECISION}:${about}`
  return save(change(device, about, { choice }), { id, kind: DECISION, subject, content, now })
}

export type BatchLimits = { readonly records: number; readonly bytes: number }

/** Small enough for a weak network, large enough that a day's visits go in a few calls. */
export const BATCH: BatchLimits = { records: 20, bytes: 64_000 }

/** The next records to send, oldest first (those that came too early last), marked as on their way; nothing where nothing waits. */
export function nextUpload(
  device: Device,
  now: number,
  limits: BatchLimits = BATCH,
): { device: Device; upload: Upload } | undefined {
  const records: FieldRecord[] = []
  let bytes = 0
  const waiting = device.entries.filter((each) => each.state === 'waiting')
  for (const { record } of waiting.sort((a, b) => (a.early ?? 0) - (b.early ?? 0))) {
    const size = JSON.stringify(record).length
    if (records.length > 0 && (records.length >= limits.records || bytes + size > limits.bytes)) break
    records.push(record)
    bytes += size
  }
  if (records.length === 0) return undefined
  const sent = new Set(records.map((each) => each.id))
  return {
    device: {
      ...device,
      entries: device.entries.map((each) => (sent.has(each.record.id) ? { ...each, state: 'sending' } : each)),
    },
    upload: { device: device.id, sentAt: now, records },
  }
}

/** No answer came (or the app was started anew): whatever was on its way is sent again, since the server knows a repeat. */
export function notAnswered(device: Device): Device {
  if (!device.entries.some((each) => each.state === 'sending')) return device
  return {
    ...device,
    entries: device.entries.map((each) => (each.state === 'sending' ? { ...each, state: 'waiting' } : each)),
  }
}

/** An answer of the server, which may be late or a repeat: a record never goes back to an earlier state. */
export function answered(device: Device, answer: UploadAnswer, now: number): Device {
  const clocked = {
    ...device,
    clockOffset: answer.serverTime - now,
    wipe: answer.wipe === 'no' ? device.wipe : answer.wipe,
  }
  return answer.outcomes.reduce((state, outcome) => settle(state, outcome, answer.serverTime), clocked as Device)
}

function settle(device: Device, outcome: Outcome, serverTime: number): Device {
  const entry = find(device, outcome.id)
  if (entry === undefined || (entry.state !== 'waiting' && entry.state !== 'sending')) return device
  if (outcome.outcome === 'early')
    return change(device, outcome.id, { state: 'waiting', early: (entry.early ?? 0) + 1 })
  if (outcome.outcome === 'refused' && entry.record.kind === DECISION) {
    // It could not be done that way: the person chooses again, and is told why.
    const { about } = entry.record.content as Decision
    const asked = change(device, about, { choice: undefined, message: outcome.message })
    return change(asked, outcome.id, { state: 'replaced' })
  }
  if (outcome.outcome === 'refused') return change(device, outcome.id, { state: 'refused', message: outcome.message })
  if (outcome.outcome === 'conflict') return change(device, outcome.id, { state: 'conflict', other: outcome.other })
  const accepted = change(device, outcome.id, { state: 'accepted', acceptedAt: serverTime, detail: outcome.detail })
  if (entry.record.kind === DECISION) return carryOut(accepted, entry.record.content as Decision, serverTime)
  return withHead(accepted, entry.record.subject, outcome.id)
}

function carryOut(device: Device, { about, choice }: Decision, serverTime: number): Device {
  const entry = find(device, about)
  if (entry?.state !== 'conflict') return device
  if (choice !== 'theirs')
    return withHead(change(device, about, { state: 'accepted', acceptedAt: serverTime }), entry.record.subject, about)
  const withdrawn = change(device, about, { state: 'withdrawn' })
  return entry.other === undefined ? withdrawn : withHead(withdrawn, entry.record.subject, entry.other.id)
}

/** What a download tells of subjects; where own records are still open, these go on building on each other. */
export function learnHeads(device: Device, heads: Readonly<Record<string, string>>): Device {
  const open = new Set(device.entries.filter(isOpen).map((each) => each.record.subject))
  const learnt = Object.entries(heads).filter(([subject]) => !open.has(subject))
  return { ...device, heads: { ...device.heads, ...Object.fromEntries(learnt) } }
}

/** Takes what is over for so long off the device: nobody's file stays there longer than the work needs (J7.1: 7 days). */
export function tidy(device: Device, now: number, keepMs: number): Device {
  const serverNow = now + (device.clockOffset ?? 0)
  const over = (each: Entry) =>
    !isOpen(each) && Math.max(each.acceptedAt ?? 0, each.record.madeAt + (device.clockOffset ?? 0)) + keepMs < serverNow
  return device.entries.some(over) ? { ...device, entries: device.entries.filter((each) => !over(each)) } : device
}

/** Whether something is still to happen with it. */
export const isOpen = ({ state }: Entry): boolean =>
  state === 'waiting' || state === 'sending' || state === 'conflict' || state === 'refused'

/** The records that are on this device only, or for which it has not heard the contrary. */
export const unsent = (device: Device): number =>
  device.entries.filter((each) => each.state === 'waiting' || each.state === 'sending').length

/** A new record builds on the newest open one of its own subject, else on the last that the device knows of. */
function baseFor(device: Device, subject: string): string | null {
  const own = device.entries.findLast(
    (each) => each.record.subject === subject && isOpen(each) && each.state !== 'refused',
  )
  return own?.record.id ?? device.heads[subject] ?? null
}

const find = (device: Device, id: string): Entry | undefined => device.entries.find((each) => each.record.id === id)

const change = (device: Device, id: string, to: Partial<Entry>): Device => ({
  ...device,
  entries: device.entries.map((each) => (each.record.id === id ? { ...each, ...to } : each)),
})

const withHead = (device: Device, subject: string, id: string): Device => ({
  ...device,
  heads: { ...device.heads, [subject]: id },
})
