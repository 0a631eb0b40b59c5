import type { Day } from '../../platform/clock/day.ts'
import { type DayBounds, type RawCell, readDayCell } from '../../platform/sheets/index.ts'
import { findingMessages } from './findings.ts'

export type DateReading =
  | { kind: 'none' }
  | { kind: 'day'; day: Day; changed: boolean }
  | { kind: 'invalid'; message: string }

const WORDS = {
  unreadable: findingMessages.dateInvalid,
  age: findingMessages.dateIsAge,
  withoutDay: findingMessages.dateWithoutDay,
  implausible: findingMessages.dateImplausible,
}

/** A date as ledgers hold it, or the sentence for the clerk; `implausible` says it for dates that are no birth. */
export function readDateCell(
  cell: RawCell | undefined,
  { implausible, ...bounds }: DayBounds & { implausible?: string },
): DateReading {
  const read = readDayCell(cell, bounds)
  if (read.kind !== 'invalid') return read
  return { kind: 'invalid', message: (read.why === 'implausible' ? implausible : undefined) ?? WORDS[read.why] }
}
