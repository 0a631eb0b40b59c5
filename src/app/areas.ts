import { accounts, accountWork, session } from '../areas/accounts/index.ts'
import { applications, cases, caseWork } from '../areas/applications/index.ts'
import { benefitsArea, benefitWork } from '../areas/benefits/index.ts'
import { divisionRoutes } from '../areas/divisions/index.ts'
import { elders, elderWork } from '../areas/elders/index.ts'
import { facilities, filings } from '../areas/facilities/index.ts'
import { funds } from '../areas/funds/index.ts'
import { imports, importWork } from '../areas/imports/index.ts'
import { networks } from '../areas/networks/index.ts'
import { notices, noticeWork } from '../areas/notices/index.ts'
import { payments, paymentWork } from '../areas/payments/index.ts'
import { portalArea } from '../areas/portal/index.ts'
import { rules } from '../areas/rules/index.ts'
import { subsidies } from '../areas/subsidies/index.ts'
import { whatif } from '../areas/whatif/index.ts'
import { workbench } from '../areas/workbench/index.ts'
import { papersArea } from '../platform/documents/index.ts'
import { eventsArea } from '../platform/events/index.ts'
import { filesArea } from '../platform/files/index.ts'
import type { Area } from '../platform/http/index.ts'
import { jobsArea } from '../platform/jobs/index.ts'
import { processes } from './processes.ts'

/** Every area of the product, in the order in which their routes are mounted. */
export const areas: readonly Area[] = [
  session,
  accounts,
  { name: 'divisions', routes: divisionRoutes },
  elders,
  imports,
  notices,
  rules,
  jobsArea,
  eventsArea,
  filesArea,
  papersArea,
  benefitsArea,
  facilities,
  filings(processes),
  networks,
  funds,
  subsidies,
  whatif,
  applications(processes),
  cases(processes),
  payments,
  portalArea(processes),
  workbench([caseWork(processes), benefitWork, paymentWork, importWork, elderWork, accountWork, noticeWork]),
]
