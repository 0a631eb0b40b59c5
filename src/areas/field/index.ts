export type { Around, FieldKind, FieldParts, FieldSource, Place, WholeFile } from './kinds.ts'
export type { Item } from './protocol/download.ts'
export type { FieldRecord } from './protocol/record.ts'
export { field } from './routes.ts'
