import { type FieldParts, villagePersons } from '../areas/field/index.ts'

/** What devices may send and hold. An area joins the field app with one line here. */
export const fieldParts: FieldParts = {
  kinds: [],
  sources: [villagePersons],
}
