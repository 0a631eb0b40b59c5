import { DECISION, type Decision, type FieldRecord } from './record.ts'

/** How a stored record stands on the server. */
export type Standing = 'accepted' | 'conflict' | 'refused' | 'withdrawn' | 'superseded'

export type Stored = {
  readonly id: string
  readonly device: string
  readonly subject: string
  readonly base: string | null
  readonly digest: string
  readonly standing: Standing
}

/** What the server knows when a record arrives. */
export type Situation = {
  /** The record of the same id, where one arrived before. */
  readonly same: Stored | undefined
  /** Finds a record by id, for the chain of those that this one builds on. */
  readonly find: (id: string) => Stored | undefined
  /** The record in force on the subject; null where there is none. */
  readonly head: string | null
}

export type Verdict =
  /** It arrived before: give the stored answer again and do nothing. */
  | { readonly do: 'repeat'; readonly stored: Stored }
  /** The same id with another content: never taken. */
  | { readonly do: 'refuseChanged' }
  | { readonly do: 'wait' }
  /** Somebody else wrote on the subject meanwhile: keep it aside until a person decides. */
  | { readonly do: 'setAside'; readonly against: string }
  | { readonly do: 'apply' }
  /** A decision about a record that stands aside. `replaces` is the record that gives way, where one does. */
  | {
      readonly do: 'decide'
      readonly about: Stored
      readonly choice: Decision['choice']
      readonly replaces: string | null
    }
  /** A decision about something that is decided already, or that nobody knows: there is nothing left to do. */
  | { readonly do: 'nothing' }

/**
 * What becomes of an arriving record. Pure; the use case does it in one transaction with the effect of the record, so that a repeat
 * finds either everything or nothing.
 */
export function receive(record: FieldRecord, digest: string, now: Situation): Verdict {
  if (now.same !== undefined)
    return now.same.digest === digest && now.same.device === record.device
      ? { do: 'repeat', stored: now.same }
      : { do: 'refuseChanged' }
  if (record.kind === DECISION) return receiveDecision(record, now)
  const base = effectiveBase(record.base, now.find)
  if (base === 'unknown') return { do: 'wait' }
  if (now.head === base) return { do: 'apply' }
  return now.head === null ? { do: 'apply' } : { do: 'setAside', against: now.head }
}

function receiveDecision(record: FieldRecord, now: Situation): Verdict {
  const { about, choice } = record.content as Decision
  const stored = now.find(about)
  if (stored === undefined) return { do: 'wait' }
  if (stored.standing !== 'conflict' || stored.device !== record.device) return { do: 'nothing' }
  return { do: 'decide', about: stored, choice, replaces: choice === 'mine' ? now.head : null }
}

/** The record that one really builds on: those that were refused or withdrawn count as if they had never been written. */
function effectiveBase(base: string | null, find: Situation['find']): string | null | 'unknown' {
  let at = base
  while (at !== null) {
    const stored = find(at)
    if (stored === undefined) return 'unknown'
    if (stored.standing !== 'refused' && stored.standing !== 'withdrawn') return at
    at = stored.base
  }
  return null
}
