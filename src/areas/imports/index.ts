export { divisionFor } from './import-division.ts'
export { type FileToImport, type ImportReport, importFile, refusedReport } from './import-file.ts'
export { isListKind, type ListKind, listKinds } from './list-kinds.ts'
export { importWork } from './work.ts'
