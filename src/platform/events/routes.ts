import { streamSSE } from 'hono/streaming'
import { type Area, areaApp, commonRefusals, type Platform, principalOf, Refused } from '../http/index.ts'
import { mayHear } from './may-hear.ts'
import type { Signal } from './signals.ts'

const RECHECK_MS = 60_000
const BREATH_MS = 20_000
const MOST_PER_ACCOUNT = 8
const MOST_WAITING = 1000

/** `/api/events`: kind, id and version of what changed in the listener's scope. It holds no transaction and no connection. */
export const eventsArea: Area = { name: 'events', routes: (platform) => routes(platform) }

/** `recheckMs` is shorter in tests only. */
export function routes(platform: Platform, recheckMs = RECHECK_MS) {
  const app = areaApp()
  const open = new Map<string, number>()
  app.get('/', (c) => {
    let principal = principalOf(c)
    const { account } = principal
    const listeners = open.get(account) ?? 0
    if (listeners >= MOST_PER_ACCOUNT) throw new Refused(commonRefusals.tooMany())
    open.set(account, listeners + 1)
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (stream) => {
      const waiting: Signal[] = []
      let wake = (): void => {}
      const deaf = platform.signals.hear((signal) => {
        if (!mayHear(signal, principal.scope)) return
        // A listener that does not read is told to read everything again instead of being kept in memory for ever.
        if (waiting.length >= MOST_WAITING)
          waiting.splice(0, waiting.length, { kind: 'everything', id: '', version: 0 })
        else waiting.push(signal)
        wake()
      })
      let signedOut = false
      const recheck = setInterval(async () => {
        const again = await platform.identify(c.req.raw, { prolong: false }).catch(() => principal)
        if (again === undefined || again.account !== account) signedOut = true
        else principal = again
        if (signedOut) wake()
      }, recheckMs)
      stream.onAbort(() => wake())
      try {
        await stream.writeSSE({ event: 'ready', data: '{}' })
        while (!stream.aborted && !stream.closed && !signedOut) {
          const signal = waiting.shift()
          if (signal === undefined) {
            await new Promise<void>((done) => {
              const breath = setTimeout(
                () =>
                  void stream.write(': \n\n').then(
                    () => done(),
                    () => done(),
                  ),
                BREATH_MS,
              )
              wake = () => {
                clearTimeout(breath)
                done()
              }
            })
            continue
          }
          const { kind, id, version } = signal
          // A grant may have ended while it waited.
          if (mayHear(signal, principal.scope))
            await stream.writeSSE({ event: 'changed', data: JSON.stringify({ kind, id, version }) })
        }
        if (signedOut) await stream.writeSSE({ event: 'signedOut', data: '{}' })
      } finally {
        deaf()
        clearInterval(recheck)
        const left = (open.get(account) ?? 1) - 1
        if (left > 0) open.set(account, left)
        else open.delete(account)
      }
    })
  })
  return app
}
