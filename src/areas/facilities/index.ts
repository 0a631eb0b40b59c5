import type { Processes } from '../../engines/process/index.ts'
import type { Area } from '../../platform/http/index.ts'
import { filingRoutes } from './filing-routes.ts'
import { facilityRoutes } from './routes.ts'

export { addRooms, type NewRoom } from './add-rooms.ts'
export { sayAttribute } from './attributes.ts'
export { type BedCount, type BedOn, bedsOn, countBedsOn, facilitiesRunBy } from './beds-on.ts'
export { exampleCreditCode, readCreditCode } from './credit-code.ts'
export { fillDemonstrationFacilities } from './demonstration.ts'
export { facilityProcesses } from './filing-process.ts'
export { type FacilityKey, lockFacility } from './locks.ts'
export { placeIn } from './open-facility.ts'
export { type FacilityOn, readFacility } from './read-facility.ts'
export { type NewFacility, registerFacility } from './register-facility.ts'
export { type AttributeToSet, setAttributes } from './set-attributes.ts'
export { addBeds, type BedChange, changeBeds, endBeds, type NewBed } from './set-beds.ts'
export { FACILITY_KINDS, type FacilityKind } from './words.ts'
/** The register of facilities (W24, W10, W12). */
export const facilities: Area = { name: 'facilities', routes: facilityRoutes }
/** Filings of facilities (W10). The kinds of case come from the composition root. */
export const filings = (processes: Processes): Area => ({ name: 'filings', routes: filingRoutes(processes) })
