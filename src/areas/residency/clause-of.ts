import type { Day } from '../../platform/clock/day.ts'
import { type Clause, findDocument } from '../../policy/index.ts'
import type { ClauseRef } from './contract.ts'

/** A clause as a screen shows it: document, number, section, and whether its period is over on the day. */
export function clauseOf({ doc, section }: Clause, on: Day): ClauseRef {
  const document = findDocument(doc)
  const over = typeof document?.until === 'string' && document.until < on
  return {
    title: document?.title ?? doc,
    number: document?.docNo ?? '',
    section,
    lastVerified: document?.lastVerified ?? null,
    standing: over ? 'periodOver' : 'notVerified',
  }
}
