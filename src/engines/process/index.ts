export { type ActSurroundings, act, actOnMany, type ManyActed } from './act.ts'
export { addEvidence, addNote, assignCases, type By, urgeCase } from './beside-moves.ts'
export type { ActOrder, Actor, ActorAt, CaseRef, Moved, Place } from './case.ts'
export { type CaseFile, caseFile, type EvidenceEntry, type TimelineEntry } from './case-file.ts'
export type { CaseRow } from './case-rows.ts'
export { daysLeft } from './clocks.ts'
export { fireDeadlines, startDeadlines } from './deadlines.ts'
export {
  type MoveDeclaration,
  OPENED,
  type Party,
  type ProcessDeclaration,
  type StateDeclaration,
  type Term,
} from './declaration.ts'
export { defineProcess, type Process } from './define-process.ts'
export { appointDeputy, type Deputy, endDeputy, listDeputies } from './deputies.ts'
export { diagram } from './diagram.ts'
export { type OpenedCase, type OpenOrder, openCase, openCases } from './open-case.ts'
export { type Processes, processRegistry, publishProcesses } from './registry.ts'
export { takeNumbers } from './take-numbers.ts'
export { type Worker, type WorkPage, type WorkQuery, worklist } from './worklist.ts'
