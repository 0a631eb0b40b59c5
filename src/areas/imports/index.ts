import type { Area } from '../../platform/http/index.ts'
import { transferHandlers } from './after-transfer.ts'
import { importJobs } from './jobs.ts'
import { importRoutes } from './routes.ts'

export { divisionFor } from './import-division.ts'
export { type FileToImport, type ImportReport, importFile, refusedReport } from './import-file.ts'
export { isListKind, type ListKind, listKinds } from './list-kinds.ts'
export { PlaceFinder } from './place-finder.ts'
export { importWork } from './work.ts'

/** The import wizard at `/api/imports`. */
export const imports: Area = { name: 'imports', routes: importRoutes, jobs: importJobs, handlers: transferHandlers }
