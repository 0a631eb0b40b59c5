import type { Area } from '../../platform/http/index.ts'
import { custodyRoutes, custodySweeps } from './routes.ts'

/** Prices, prepayments and the custody of elders' money in homes (W13, O05). */
export const custody: Area = { name: 'custody', routes: custodyRoutes, sweeps: custodySweeps }
export { agree, endAgreementsOf } from './agreements.ts'
export type { Agree } from './contract.ts'
export { fillDemonstrationCustody } from './demonstration.ts'
export { readPrices } from './prices.ts'
export { publicCustody } from './read-custody.ts'
