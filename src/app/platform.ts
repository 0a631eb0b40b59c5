import { join } from 'node:path'
import { currentTree } from '../areas/divisions/index.ts'
import { facilitiesRunBy } from '../areas/facilities/index.ts'
import { collectReads } from '../platform/audit/index.ts'
import { dayAt } from '../platform/clock/day.ts'
import type { Config } from '../platform/config/config.ts'
import { type Keyring, keyringOf, openKeyFile, parseKeyFile } from '../platform/crypto/index.ts'
import { connect } from '../platform/db/index.ts'
import { openPaperDesk } from '../platform/documents/index.ts'
import { openSignals } from '../platform/events/index.ts'
import { openFileStore } from '../platform/files/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { openIdentity } from '../platform/identity/index.ts'
import { openJobQueue } from '../platform/jobs/index.ts'
import { createLog } from '../platform/log/log.ts'
import { openMessageGateway } from '../platform/messages/index.ts'

export type Opened = { platform: Platform; close: () => Promise<void> }

/** The surroundings of every area: database, keys, clock, log. Server, commands and tests differ only in what they hand in. */
export function openPlatform(config: Config, databaseUrl: string, now: () => Date = () => new Date()): Opened {
  const log = createLog(config.YIYANG_LOG)
  const { db, close } = connect(databaseUrl, config.YIYANG_DATABASE_CONNECTIONS)
  const reads = collectReads(db, log)
  const keyring = openKeyring(config)
  const today = () => dayAt(now())
  const identity = openIdentity({
    config,
    db,
    databaseUrl,
    keyring,
    log,
    now,
    today,
    expand: async (divisions, organisations, on) => ({
      ...(await currentTree(db, now().getTime())).scopeOf(divisions, on),
      facilities: organisations.length === 0 ? [] : await facilitiesRunBy(db, organisations, on),
    }),
  })
  const platform: Platform = {
    config,
    db,
    databaseUrl,
    keyring,
    now,
    today,
    log,
    reads,
    identify: identity.identify,
    identity,
    jobs: openJobQueue(databaseUrl, log),
    signals: openSignals(databaseUrl, log),
    files: openFileStore(config),
    papers: openPaperDesk(log),
    messages: openMessageGateway(config),
  }
  return {
    platform,
    close: async () => {
      await reads.stop()
      await platform.papers.stop()
      await identity.close()
      await platform.jobs.stop()
      await platform.signals.stop()
      await close()
    },
  }
}

/** Keys from the environment (YIYANG_KEYS: the JSON of a key file), else the key file of the data folder. */
export function openKeyring(config: Config): Keyring {
  if (config.YIYANG_KEYS !== undefined) return keyringOf(parseKeyFile(config.YIYANG_KEYS))
  return openKeyFile(join(config.YIYANG_DATA, 'keys.json'), config.YIYANG_CIPHER)
}
