import { applicationProcesses } from '../areas/applications/index.ts'
import { facilityProcesses } from '../areas/facilities/index.ts'
import { visitProcesses } from '../areas/visits/index.ts'
import { processRegistry } from '../engines/process/index.ts'

/** Every kind of case of the product. An area that has one adds its list here. */
export const processes = processRegistry([...applicationProcesses, ...visitProcesses, ...facilityProcesses])
