import type { DueItem, Workbench } from './contract.ts'
import type { Work } from './source.ts'

const MOST_DUE = 12
const MOST_CHANGES = 10

/** Puts the parts of all areas on one page: what is late first, what has no day last, the newest changes on top. */
export function gather(parts: readonly Work[], asOf: Date): Workbench {
  const all = <K extends keyof Work>(name: K) =>
    parts.flatMap((part) => (part[name] ?? []) as NonNullable<Work[K]>[number][])
  return {
    asOf: asOf.toISOString(),
    due: all('due').sort(byDay).slice(0, MOST_DUE),
    changes: all('changes')
      .sort((a, b) => b.at.localeCompare(a.at))
      .slice(0, MOST_CHANGES),
    piles: all('piles'),
    announcements: all('announcements').sort((a, b) => b.on.localeCompare(a.on)),
  }
}

const NO_DAY = '9999-12-31'
const byDay = (a: DueItem, b: DueItem): number => (a.due ?? NO_DAY).localeCompare(b.due ?? NO_DAY)
