import type { Area } from '../../platform/http/index.ts'
import { plainPages } from './plain-pages.ts'
import { finderRoutes } from './routes.ts'
import { clearTours } from './tours.ts'

export { fillDemonstrationDisclosures } from './demonstration.ts'

/** `/api/finder`: the public side of facilities (P06–P09, the data sets of P10) and visits to them. */
export const finder: Area = {
  name: 'finder',
  routes: finderRoutes,
  pages: plainPages,
  sweeps: (platform) => [() => clearTours(platform)],
}
