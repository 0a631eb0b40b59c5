import '../../src/ui/css/tokens.css'
import '../../src/ui/css/base.css'
import '../../src/ui/css/controls.css'
import '../../src/ui/css/office.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from '../../src/ui/load.ts'
import { Toasts } from '../../src/ui/toast.tsx'
import { parseSearch, writeSearch } from '../../src/ui/url-state.ts'
import { followLinks } from '../../src/web/follow-links.ts'
import { FormSample } from './form-sample.tsx'
import { ListSample } from './list-sample.tsx'
import { RecordSample } from './record-sample.tsx'
import { WizardSample } from './wizard-sample.tsx'

/** The primitives on sample data, for the browser tests of their keys, states and accessibility. Not part of the product. */
const root = createRootRoute({
  component: () => (
    <Toasts>
      <main className="y-page">
        <Outlet />
      </main>
    </Toasts>
  ),
})
const page = (path: string, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component })
const router = createRouter({
  routeTree: root.addChildren([
    page('/list', ListSample),
    page('/list/$id', RecordSample),
    page('/wizard', WizardSample),
    page('/form', FormSample),
  ]),
  parseSearch,
  stringifySearch: writeSearch,
})

followLinks(router)
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <QueryClientProvider client={makeQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
}
