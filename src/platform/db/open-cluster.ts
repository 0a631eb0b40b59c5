import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startCluster } from './cluster.ts'
import { announce, findHolder, leaveFolder, takeFolder } from './lock.ts'

export type OpenDatabase = { url: string; close: () => Promise<void>; joined: boolean }

/** Another process works on this data folder; the sentence says which. */
export class FolderInUse extends Error {
  override name = 'FolderInUse'
}

/**
 * Opens the database of a data folder for the server: the folder's own cluster, or the server named by DATABASE_URL.
 * @throws FolderInUse when another process holds the folder
 */
export async function openForServer(dataDir: string, databaseUrl?: string): Promise<OpenDatabase> {
  const taken = takeFolder(dataDir)
  if (!taken.taken) {
    const where = taken.holder.http === undefined ? '' : ` at ${taken.holder.http}`
    throw new FolderInUse(`Yiyang already runs on this data folder (process ${taken.holder.pid}${where}).`)
  }
  if (databaseUrl !== undefined) {
    announce(dataDir, { url: databaseUrl })
    return { url: databaseUrl, joined: false, close: async () => leaveFolder(dataDir) }
  }
  try {
    const cluster = await startCluster(dataDir)
    announce(dataDir, { url: cluster.url })
    const close = async () => {
      await cluster.stop()
      leaveFolder(dataDir)
    }
    return { url: cluster.url, joined: false, close }
  } catch (error) {
    leaveFolder(dataDir)
    throw error
  }
}

/**
 * Opens the database for a command: joins the process that runs on the folder, else starts the cluster for itself and stops
 * it when nobody else is connected any more. Where no folder exists it makes an empty one.
 */
export async function openForCommand(dataDir: string, databaseUrl?: string): Promise<OpenDatabase> {
  if (databaseUrl !== undefined) return { url: databaseUrl, joined: true, close: async () => {} }
  const until = Date.now() + 90_000
  for (;;) {
    const holder = findHolder(dataDir)
    if (holder?.url !== undefined) return { url: holder.url, joined: true, close: async () => {} }
    if (holder === undefined) {
      try {
        const opened = await openForServer(dataDir)
        return { ...opened, close: async () => closeWhenAlone(opened) }
      } catch (error) {
        if (!(error instanceof FolderInUse)) throw error
      }
    }
    // Somebody is starting on this folder just now; their database will answer in a moment.
    if (Date.now() > until)
      throw new FolderInUse('Another process keeps this data folder but its database does not answer.')
    await new Promise((done) => setTimeout(done, 60))
  }
}

/** True where a data folder holds a cluster already. */
export const folderHasCluster = (dataDir: string): boolean =>
  existsSync(join(dataDir, 'postgres', 'yiyang-initialised')) || existsSync(join(dataDir, 'POSTGRES_LIES_AT'))

async function closeWhenAlone(opened: OpenDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: opened.url, application_name: 'yiyang-closing' })
  client.on('error', () => {})
  await client.connect()
  const until = Date.now() + 600_000
  for (;;) {
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
    if ((rows[0]?.others ?? 0) === 0 || Date.now() > until) break
    await new Promise((done) => setTimeout(done, 50))
  }
  await client.end()
  await opened.close()
}
