import type { Scope } from '../db/index.ts'
import type { Signal } from './signals.ts'

/** Whether a signal concerns a scope. The screen then reads under its own scope; this only spares useless wake-ups and hints. */
export function mayHear(signal: Signal, scope: Scope): boolean {
  if (signal.account !== undefined) return signal.account === scope.account
  const { district, townships = [], villages = [] } = signal
  if (district === undefined || district === '') return true
  return (
    scope.districts.includes(district) ||
    townships.some((key) => scope.townships.includes(key)) ||
    villages.some((key) => scope.villages.includes(key))
  )
}
