import { imports } from '../areas/imports/index.ts'
import type { Area } from '../platform/http/index.ts'

/** Every area of the product, in the order in which their routes are mounted. */
export const areas: readonly Area[] = [imports]
