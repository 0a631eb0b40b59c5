import { accounts, accountWork, session } from '../areas/accounts/index.ts'
import { applications, cases, caseWork } from '../areas/applications/index.ts'
import { assessments } from '../areas/assessment/index.ts'
import { benefitsArea, benefitWork } from '../areas/benefits/index.ts'
import { care } from '../areas/care/index.ts'
import { custody } from '../areas/custody/index.ts'
import { divisionRoutes } from '../areas/divisions/index.ts'
import { elders, elderWork } from '../areas/elders/index.ts'
import { facilities, filings } from '../areas/facilities/index.ts'
import { field } from '../areas/field/index.ts'
import { finder } from '../areas/finder/index.ts'
import { funds } from '../areas/funds/index.ts'
import { imports, importWork } from '../areas/imports/index.ts'
import { listsArea } from '../areas/lists/index.ts'
import { networks } from '../areas/networks/index.ts'
import { notices, noticeWork } from '../areas/notices/index.ts'
import { payments, paymentWork } from '../areas/payments/index.ts'
import { portalArea } from '../areas/portal/index.ts'
import { residency } from '../areas/residency/index.ts'
import { rules } from '../areas/rules/index.ts'
import { subsidies } from '../areas/subsidies/index.ts'
import { visits, visitWork } from '../areas/visits/index.ts'
import { whatif } from '../areas/whatif/index.ts'
import { workbench } from '../areas/workbench/index.ts'
import { papersArea } from '../platform/documents/index.ts'
import { eventsArea } from '../platform/events/index.ts'
import { filesArea } from '../platform/files/index.ts'
import type { Area } from '../platform/http/index.ts'
import { jobsArea } from '../platform/jobs/index.ts'
import { fieldParts } from './field-parts.ts'
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
  assessments,
  facilities,
  filings(processes),
  networks,
  listsArea,
  funds,
  subsidies,
  residency,
  custody,
  care,
  whatif,
  applications(processes),
  cases(processes),
  payments,
  portalArea(processes),
  finder,
  field(fieldParts),
  visits(processes),
  workbench([caseWork(processes), benefitWork, paymentWork, importWork, elderWork, accountWork, noticeWork, visitWork]),
]
