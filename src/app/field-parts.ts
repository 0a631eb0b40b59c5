import type { FieldParts } from '../areas/field/index.ts'
import { applicationKind, schemeItems } from './field-applications.ts'
import { assessmentKind, confirmationKind, orderItems } from './field-assessments.ts'
import { monthItems, visitKind } from './field-visits.ts'
import { processes } from './processes.ts'

/** What devices may send and hold. An area joins the field app with a kind and a source here. */
export const fieldParts: FieldParts = {
  kinds: [visitKind(processes), applicationKind(processes), assessmentKind, confirmationKind],
  sources: [monthItems, schemeItems, orderItems],
}
