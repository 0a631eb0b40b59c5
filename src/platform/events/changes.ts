import type { Tx } from '../db/index.ts'
import { type OutboxHandler, publish } from '../outbox/index.ts'
import type { Signal, Signals } from './signals.ts'

const KIND = 'changed'

/** Tells open screens of a change, after the commit of the transaction that made it. */
export const announceChange = (tx: Tx, signal: Signal): Promise<void> =>
  publish(tx, { kind: KIND, payload: signal, ...(signal.district === undefined ? {} : { district: signal.district }) })

/** Passes announced changes on to whoever listens. */
export const changeHandler = (signals: Signals): OutboxHandler => ({
  kind: KIND,
  handle: ({ payload }) => signals.send(payload as Signal),
})
