import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../db/index.ts'
import type { Log } from '../log/log.ts'
import { type Head, recogniseCluster, sealBatch } from './seal.ts'

const PAUSE_MS = 500
const BATCH = 5000
const FILE = 'audit-head.json'

type Needs = { db: Db; key: Buffer; log: Log; dataDir: string }

/**
 * Seals while the server runs, within a second of a commit. The head is noted in the data folder, outside the database, so that
 * a chain cut off at its end is noticed too.
 */
export function startSealer({ db, key, log, dataDir }: Needs): { stop: () => Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let known = false
  const round = async (): Promise<void> => {
    try {
      if (!known && (await recogniseCluster(db)) === 'restored')
        log.info({}, 'the audit goes on in a restored database')
      known = true
      for (;;) {
        const done = await sealBatch(db, key, BATCH)
        if (done === undefined) break
        if (done.sealed > 0) noteHead(dataDir, done.head)
        if (done.sealed < BATCH || stopped) break
      }
    } catch (error) {
      log.error({ error }, 'the audit could not be sealed; trying again')
    }
    if (!stopped)
      timer = setTimeout(() => {
        running = round()
      }, PAUSE_MS)
  }
  let running = round()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

export function noteHead(dataDir: string, head: Head): void {
  const file = join(dataDir, FILE)
  writeFileSync(`${file}.new`, `${JSON.stringify(head)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** The last head that this folder has seen; undefined where none was noted, as after a restore. */
export function notedHead(dataDir: string): Head | undefined {
  const file = join(dataDir, FILE)
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Head
  } catch {
    return undefined
  }
}
