export { sayAttribute } from './attributes.ts'

import type { Area } from '../../platform/http/index.ts'
import { facilityRoutes } from './routes.ts'

export { addRooms, type NewRoom } from './add-rooms.ts'
export { type BedCount, type BedOn, bedsOn, countBedsOn, facilitiesRunBy } from './beds-on.ts'
export { exampleCreditCode, readCreditCode } from './credit-code.ts'
export { fillDemonstrationFacilities } from './demonstration.ts'
export { type FacilityKey, lockFacility } from './locks.ts'
export { type FacilityOn, readFacility } from './read-facility.ts'
export { type NewFacility, registerFacility } from './register-facility.ts'
export { type AttributeToSet, setAttributes } from './set-attributes.ts'
export { addBeds, type BedChange, changeBeds, endBeds, type NewBed } from './set-beds.ts'
export { FACILITY_KINDS, type FacilityKind } from './words.ts'
/** The register of facilities (W24, W10, W12). */
export const facilities: Area = { name: 'facilities', routes: facilityRoutes }
