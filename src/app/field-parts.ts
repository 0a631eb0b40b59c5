import type { FieldParts } from '../areas/field/index.ts'
import { monthItems, visitKind } from './field-visits.ts'
import { processes } from './processes.ts'

/** What devices may send and hold. An area joins the field app with a kind and a source here. */
export const fieldParts: FieldParts = {
  kinds: [visitKind(processes)],
  sources: [monthItems],
}
