import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { parseSearch, writeSearch } from '../ui/url-state.ts'
import { NotFound, Trouble } from './fallbacks.tsx'
import { PortalShell } from './portal-shell.tsx'
import { screens } from './routes.tsx'
import type { ScreenEntry } from './screen-entry.ts'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Trouble })

const portalLayout = createRoute({ getParentRoute: () => root, id: 'portal', component: PortalShell })

// The office, with everything only it needs, is a chunk of its own: the portal never loads it.
const officeLayout = createRoute({
  getParentRoute: () => root,
  id: 'office',
  component: lazyRouteComponent(() => import('./office-shell.tsx'), 'OfficeShell'),
})

const fieldLayout = createRoute({
  getParentRoute: () => root,
  id: 'field',
  component: lazyRouteComponent(() => import('./field-shell.tsx'), 'FieldShell'),
})

type Layout = typeof portalLayout | typeof officeLayout | typeof fieldLayout

const routeOf = (entry: ScreenEntry, parent: Layout) =>
  createRoute({
    getParentRoute: () => parent,
    path: entry.path,
    component: lazyRouteComponent(async () => ({ default: await entry.load() })),
  })

const routesOf = (shell: ScreenEntry['shell'], parent: Layout) =>
  screens.filter((entry) => entry.shell === shell).map((entry) => routeOf(entry, parent))

export const router = createRouter({
  routeTree: root.addChildren([
    portalLayout.addChildren(routesOf('portal', portalLayout)),
    officeLayout.addChildren(routesOf('office', officeLayout)),
    fieldLayout.addChildren(routesOf('field', fieldLayout)),
  ]),
  parseSearch,
  stringifySearch: writeSearch,
  scrollRestoration: true,
  defaultPreload: 'intent',
})
