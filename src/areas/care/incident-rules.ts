import type { IncidentKind, IncidentStep } from './words.ts'

/** Events that GB/T 42195 counts towards the final ability level: with two or more of them in 30 days a person is assessed again. */
const COUNTED: ReadonlySet<IncidentKind> = new Set(['choking', 'fall', 'bedFall', 'wandering', 'harm'])
export const REASSESS_DAYS = 30
export const REASSESS_EVENTS = 2

export type IncidentOf = { readonly stay: string; readonly kind: IncidentKind; readonly happenedAt: Date }

/** Stays for which a re-assessment is proposed at a moment: two or more counted events within the last 30 days. */
export function proposeReassessment(incidents: readonly IncidentOf[], now: Date): string[] {
  const since = now.getTime() - REASSESS_DAYS * 86_400_000
  const counts = new Map<string, number>()
  for (const each of incidents)
    if (COUNTED.has(each.kind) && each.happenedAt.getTime() > since && each.happenedAt.getTime() <= now.getTime())
      counts.set(each.stay, (counts.get(each.stay) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= REASSESS_EVENTS).map(([stay]) => stay)
}

export type StepOf = { readonly kind: IncidentStep; readonly at: Date }

/**
 * How the family stands: told in time, told late, not yet told, or overdue. Without the setting of hours nothing is called late; what was
 * told stays visible with its time.
 */
export function familyState(
  happenedAt: Date,
  steps: readonly StepOf[],
  hours: number | null,
  now: Date,
): 'told' | 'late' | 'open' | 'overdue' {
  const told = steps.filter((step) => step.kind === 'familyTold').map((step) => step.at.getTime())
  const due = hours === null ? Number.POSITIVE_INFINITY : happenedAt.getTime() + hours * 3_600_000
  if (told.length > 0) return Math.min(...told) <= due ? 'told' : 'late'
  return now.getTime() <= due ? 'open' : 'overdue'
}

/** What is still missing before an incident may be closed: the family told, the cause, what was learnt; the authority too after a death or hospital. */
export function missingBeforeClosing(harm: string, steps: readonly { readonly kind: IncidentStep }[]): IncidentStep[] {
  const there = new Set(steps.map((step) => step.kind))
  const needed: IncidentStep[] = ['familyTold', 'directorTold', 'cause', 'learning']
  if (harm === 'hospital' || harm === 'death') needed.push('authorityTold')
  return needed.filter((kind) => !there.has(kind))
}
