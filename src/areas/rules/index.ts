import type { Area } from '../../platform/http/index.ts'
import { routes } from './routes.ts'

export { noteCasesOpened } from './cases-opened.ts'
export { setDemonstrationValues } from './demonstration.ts'
export { readSettings } from './queries.ts'
export { placesOf } from './scope.ts'
export { readVerifications } from './verifications.ts'

export const rules: Area = { name: 'rules', routes }
