import type { Processes } from '../../engines/process/index.ts'
import { areaApp, type Platform } from '../../platform/http/index.ts'
import { fieldRoutes } from './field-routes.ts'
import { officeRoutes } from './office-routes.ts'
import { registerRoutes } from './register-routes.ts'

/** Routes of `/api/visits`. */
export function visitRoutes(platform: Platform, processes: Processes) {
  const app = areaApp()
  fieldRoutes(app, platform, processes)
  officeRoutes(app, platform)
  registerRoutes(app, platform)
  return app
}
