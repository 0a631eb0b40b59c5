import type { Processes } from '../../engines/process/index.ts'
import type { Area } from '../../platform/http/index.ts'
import { plainGuides } from './plain-guides.ts'
import { portalRoutes } from './routes.ts'

/** `/api/portal`: guides, the way in for elders and families, online applications and their progress (P03–P05, E02). */
export const portalArea = (processes: Processes): Area => ({
  name: 'portal',
  routes: (platform) => portalRoutes(platform, processes),
  pages: plainGuides,
})
