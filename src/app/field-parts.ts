import type { Around, FieldParts, Item } from '../areas/field/index.ts'
import { record } from '../platform/audit/index.ts'
import type { Tx } from '../platform/db/index.ts'
import { applicationKind, schemeItems } from './field-applications.ts'
import { assessmentKind, confirmationKind, orderItems } from './field-assessments.ts'
import { monthItems, visitKind } from './field-visits.ts'
import { processes } from './processes.ts'

/** What devices may send and hold. An area joins the field app with a kind and a source here. */
export const fieldParts: FieldParts = {
  kinds: [visitKind(processes), applicationKind(processes), assessmentKind, confirmationKind],
  sources: [monthItems, schemeItems, orderItems],
  sent: noteSent,
}

/** Whose card, with numbers in full, goes to a device that may be lost is kept person by person: of those who are to be visited or assessed. */
async function noteSent(tx: Tx, { principal, requestId }: Around, items: readonly Item[]): Promise<void> {
  const seen = new Map(
    items
      .filter(({ kind }) => kind === 'visit' || kind === 'order')
      .map((item) => [item.person, { ...item, district: (item.content as { district: string }).district }]),
  )
  await record(
    tx,
    [...seen.values()].map(({ kind, person, district }) => ({
      district,
      account: principal.account,
      action: kind === 'visit' ? 'visit.download' : 'assessment.download',
      object: 'elder',
      objectId: person,
      ...(requestId === undefined ? {} : { requestId }),
    })),
  )
}
