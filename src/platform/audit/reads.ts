import type { Db } from '../db/index.ts'
import { asSystem } from '../db/index.ts'
import type { Log } from '../log/log.ts'
import { type AuditEntry, record } from './record.ts'

export type ReadAudit = { note: (entry: AuditEntry) => void; flush: () => Promise<void>; stop: () => Promise<void> }

const DELAY_MS = 40
const MOST_WAITING = 20_000

/**
 * Entries about reads, written in batches at most 50 ms late: a read needs no transaction of its own for its trace. A crash
 * can lose the last batch (SECURITY.md says so); entries about writes never pass through here.
 */
export function collectReads(db: Db, log: Log): ReadAudit {
  let waiting: AuditEntry[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    if (batch.length > 0) {
      writing = writing
        .then(() => asSystem(db, (tx) => record(tx, batch)))
        .catch((error: unknown) => {
          log.error({ error, entries: batch.length }, 'entries about reads could not be written; trying again')
          waiting = [...batch, ...waiting].slice(0, MOST_WAITING)
          timer ??= setTimeout(() => void flush(), 1000)
        })
    }
    return writing
  }
  return {
    note: (entry) => {
      waiting.push(entry)
      timer ??= setTimeout(() => void flush(), DELAY_MS)
    },
    flush,
    stop: flush,
  }
}
