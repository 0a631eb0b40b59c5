import type { Area } from '../../platform/http/index.ts'
import { paymentJobs } from './jobs.ts'
import { paymentRoutes } from './routes.ts'

/** Payment of a month (W07), stops and clawback (W08), accounts and proof of life on the file of a person (W03). */
export const payments: Area = { name: 'payments', routes: paymentRoutes, jobs: paymentJobs }

export {
  fillDemonstrationAccounts,
  payDemonstrationMonth,
  reissueDemonstration,
  settleDemonstration,
} from './demonstration.ts'
export { paymentWork } from './work.ts'
