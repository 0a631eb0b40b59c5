import type { Step } from './demonstration.ts'
import { ensureDemonstrationAccounts } from './demonstration-accounts.ts'
import { ensureDemonstrationAssessments } from './demonstration-assessments.ts'
import { ensureDemonstrationRuns, ensureDemonstrationSettings } from './demonstration-benefits.ts'
import { ensureDemonstrationCare } from './demonstration-care.ts'
import { ensureDemonstrationCases, ensureDemonstrationClaims } from './demonstration-cases.ts'
import { ensureDemonstrationCustody } from './demonstration-custody.ts'
import { ensureDemonstrationElders, ensureDemonstrationLists } from './demonstration-elders.ts'
import { ensureDemonstrationFacilities } from './demonstration-facilities.ts'
import { ensureDemonstrationFamily } from './demonstration-family.ts'
import { ensureDemonstrationDisclosures } from './demonstration-finder.ts'
import { ensureDemonstrationFunds, ensureDemonstrationSubsidies } from './demonstration-funds.ts'
import { ensureDemonstrationPlainLists } from './demonstration-lists.ts'
import { ensureDemonstrationPayments } from './demonstration-payments.ts'
import { ensureDemonstrationWork } from './demonstration-register.ts'
import { ensureDemonstrationResidency } from './demonstration-residency.ts'
import { ensureDemonstrationVisits } from './demonstration-visits.ts'

/** What `npm start` fills the demonstration district with, in this order. */
export const demonstrationSteps: readonly Step[] = [
  { name: 'accounts', words: 'Demonstration accounts made', run: ensureDemonstrationAccounts },
  { name: 'elders', words: 'Synthetic elders filed', run: ensureDemonstrationElders },
  { name: 'register', words: 'Pairs and transfers to look at', run: ensureDemonstrationWork },
  { name: 'lists', words: 'Lists of three departments written', run: ensureDemonstrationLists },
  { name: 'settings', words: 'Example amounts signed', run: ensureDemonstrationSettings },
  { name: 'funds', words: 'Example budgets and lottery money signed', run: ensureDemonstrationFunds },
  { name: 'facilities', words: 'Facilities of every type with their beds', run: ensureDemonstrationFacilities },
  { name: 'residency', words: 'Residents of the homes, waiting lists and reports', run: ensureDemonstrationResidency },
  { name: 'custody', words: 'Prepayments of six homes in custody', run: ensureDemonstrationCustody },
  { name: 'care', words: 'A day of care in three homes', run: ensureDemonstrationCare },
  { name: 'plain-lists', words: 'Entries of every plain list', run: ensureDemonstrationPlainLists },
  { name: 'disclosures', words: 'Public facts of the homes told', run: ensureDemonstrationDisclosures },
  { name: 'subsidies', words: 'Claims of three example places computed', run: ensureDemonstrationSubsidies },
  { name: 'claims', words: 'Old lists taken over as consents', run: ensureDemonstrationClaims },
  { name: 'benefits', words: 'Entitlements of four months computed', run: ensureDemonstrationRuns },
  { name: 'payments', words: 'Three months paid, with returns and a reissue', run: ensureDemonstrationPayments },
  { name: 'cases', words: 'Applications in all states', run: ensureDemonstrationCases },
  { name: 'family', words: 'A daughter with two delegations', run: ensureDemonstrationFamily },
  {
    name: 'assessments',
    words: 'Assessments behind the levels, with disputes and a draw',
    run: ensureDemonstrationAssessments,
  },
  { name: 'visits', words: 'Two months of welfare visits, one helper at a desk', run: ensureDemonstrationVisits },
]
