import { randomInt } from 'node:crypto'
import pg from 'pg'
import type { Log } from '../log/log.ts'

/** What goes through the wire to screens: never content, only that something changed. The rest decides who may hear it. */
export type Signal = {
  readonly kind: string
  readonly id: string
  readonly version: number
  /** Only this account hears it. */
  readonly account?: string
  /** Whoever has one of these divisions in scope hears it; without account and divisions, everybody signed in. */
  readonly district?: string
  readonly townships?: readonly string[]
  readonly villages?: readonly string[]
}

export type Signals = {
  /** Connects; until then nothing is heard or sent. The server does it, commands need not. */
  readonly start: () => Promise<void>
  /** The advisory lock by which other processes see that this one lives; undefined while the connection is away. */
  readonly presence: () => number | undefined
  readonly hear: (listener: (signal: Signal) => void) => () => void
  /** Sent outside every write transaction: NOTIFY takes a database-wide lock at commit. */
  readonly send: (signal: Signal) => Promise<void>
  readonly stop: () => Promise<void>
}

export const PRESENCE_LOCK = 7_316_010
const CHANNEL = 'yiyang_signal'
const AGAIN_MS = 1000

/** One connection of its own that listens, notifies and holds this process' presence; it comes back by itself when it breaks. */
export function openSignals(databaseUrl: string, log: Log): Signals {
  const listeners = new Set<(signal: Signal) => void>()
  let client: pg.Client | undefined
  let presence: number | undefined
  let stopped = false

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: 'yiyang-signals', keepAlive: true })
    next.on('error', () => {})
    next.on('end', () => lost(next))
    next.on('notification', ({ payload }) => tell(payload))
    await next.connect()
    const number = randomInt(1, 2 ** 31 - 1)
    await next.query('select pg_advisory_lock($1::int, $2::int)', [PRESENCE_LOCK, number])
    await next.query(`listen ${CHANNEL}`)
    client = next
    presence = number
  }
  const lost = (which: pg.Client): void => {
    if (which !== client) return
    client = undefined
    presence = undefined
    if (stopped) return
    log.warn({}, 'the signal connection broke; connecting again')
    setTimeout(again, AGAIN_MS).unref()
  }
  const again = (): void => {
    if (stopped || client !== undefined) return
    connect().catch(() => setTimeout(again, AGAIN_MS).unref())
  }
  const tell = (payload: string | undefined): void => {
    if (payload === undefined) return
    const signal = JSON.parse(payload) as Signal
    for (const listener of listeners) listener(signal)
  }
  return {
    start: connect,
    presence: () => presence,
    hear: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    // A signal that cannot be sent is lost: screens read again when they come back, so nothing depends on it.
    send: async (signal) => {
      await client?.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(signal)]).catch(() => {})
    },
    stop: async () => {
      stopped = true
      await client?.end().catch(() => {})
    },
  }
}
