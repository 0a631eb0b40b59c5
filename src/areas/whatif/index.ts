import type { Area } from '../../platform/http/index.ts'
import { routes } from './routes.ts'

/** What changed values would do over the register (W25 新旧规则并排试算). */
export const whatif: Area = { name: 'whatif', routes }

export { tryChanges } from './try-changes.ts'
