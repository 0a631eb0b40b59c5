import type { Area } from '../../platform/http/index.ts'
import { routes } from './routes.ts'

export { fillDemonstrationLists } from './demonstration.ts'

/** The plain lists at `/api/lists`. */
export const listsArea: Area = { name: 'lists', routes }
