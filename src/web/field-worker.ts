import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/** The pages of the field app and nothing else; put in by `tools/field-worker.ts`. */
declare const __FIELD_FILES__: readonly PrecacheEntry[]

/**
 * Keeps the pages of the field app on the device, so that it starts without a network. Nothing of a person passes through here: what the
 * device holds is sealed in its own store. A new release waits until the app is closed, so that no page loses its parts while in use.
 */
precacheAndRoute([...__FIELD_FILES__])
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { allowlist: [/^\/f($|[/?])/] }))
