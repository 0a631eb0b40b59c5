import { resolve } from 'node:path'
import { BackupError, backUp, restore, verifyBackup } from '../../platform/backup/index.ts'
import { type Config, ConfigError, readConfig } from '../../platform/config/config.ts'
import { KeyringError } from '../../platform/crypto/index.ts'
import { distribute, NotOnCitus } from '../../platform/db/distribution.ts'
import { FolderInUse, MigrationDrift, openForCommand } from '../../platform/db/index.ts'
import { openFileStore } from '../../platform/files/index.ts'
import { databaseFaults, databaseStatus } from '../database/status.ts'
import { adoptKeyFile, existingKeys, recordCommand } from '../database/surroundings.ts'
import { prepareDatabase } from '../prepare-database.ts'

const USAGE = `Usage: yiyang db COMMAND [--data DIR]
  status                      the server, its size and its migrations
  migrate                     bring the database to this version
  backup FOLDER               copy everything but the keys into a new folder; the server may run
  restore FOLDER [--keys F]   load a backup into a new data folder or an empty database
  verify [FOLDER]             check a backup, or without a folder this installation
  distribute                  spread the tables over a Citus cluster
`

type Run = (config: Config, args: string[], word: string | undefined) => Promise<{ answer: object; failed?: boolean }>

const commands: Record<string, Run> = {
  status: (config) => withDatabase(config, async (url) => ({ answer: await databaseStatus(url) })),

  migrate: (config) => withDatabase(config, async (url) => ({ answer: { applied: await prepareDatabase(url) } })),

  backup: (config, args, word) => {
    const folder = folderOf(word)
    const { keyring, file } = existingKeys(config, args)
    return withDatabase(config, async (url) => {
      const made = await backUp({ url, store: openFileStore(config), keyring }, folder)
      const rows = made.tables.reduce((sum, table) => sum + table.rows, 0)
      const answer = {
        folder,
        tables: made.tables.length,
        rows,
        files: made.files.length,
        missingFiles: made.missingFiles,
      }
      await recordCommand(url, 'database.backup', answer)
      const keys = file === undefined ? 'the value of YIYANG_KEYS' : file
      process.stderr.write(`The keys are not in the backup: keep ${keys} in another safe place.\n`)
      return { answer, failed: made.missingFiles.length > 0 }
    })
  },

  restore: (config, args, word) => {
    const folder = folderOf(word)
    const { keyring, file } = existingKeys(config, args)
    return withDatabase(config, async (url) => {
      const parts = { url, store: openFileStore(config), keyring }
      // The keys come first: a server that found data without its keys would make others.
      const from = await restore(parts, folder, () => adoptKeyFile(config, file))
      const rows = from.tables.reduce((sum, table) => sum + table.rows, 0)
      const answer = { folder, madeAt: from.createdAt, tables: from.tables.length, rows, files: from.files.length }
      await recordCommand(url, 'database.restore', answer)
      return { answer }
    })
  },

  verify: async (config, _args, word) => {
    if (word !== undefined) {
      const { manifest, faults } = await verifyBackup(resolve(word))
      const { createdAt, tables, files } = manifest
      return {
        answer: { madeAt: createdAt, tables: tables.length, files: files.length, faults },
        failed: faults.length > 0,
      }
    }
    return withDatabase(config, async (url) => {
      const faults = await databaseFaults(url, openFileStore(config))
      return { answer: { faults }, failed: faults.length > 0 }
    })
  },

  distribute: (config) => withDatabase(config, async (url) => ({ answer: await distribute(url) })),
}

async function withDatabase<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const { url, close } = await openForCommand(config.YIYANG_DATA, config.DATABASE_URL)
  try {
    return await work(url)
  } finally {
    await close()
  }
}

function folderOf(word: string | undefined): string {
  if (word === undefined) throw new BackupError('Name the folder of the backup.')
  return resolve(word)
}

const EXPECTED = [BackupError, ConfigError, FolderInUse, KeyringError, MigrationDrift, NotOnCitus]

export const command = {
  name: 'db',
  summary: 'the database: status, migrate, backup, restore, verify, distribute',
  run: async (args: string[]): Promise<number> => {
    const words = args.filter((arg, at) => !arg.startsWith('--') && !['--data', '--keys'].includes(args[at - 1] ?? ''))
    const run = commands[words[0] ?? '']
    if (run === undefined) {
      process.stderr.write(USAGE)
      return 2
    }
    try {
      const { answer, failed = false } = await run(readConfig(process.env, args), args, words[1])
      process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
      return failed ? 1 : 0
    } catch (error) {
      if (!EXPECTED.some((kind) => error instanceof kind)) throw error
      process.stderr.write(`${(error as Error).message}\n`)
      return 1
    }
  },
}
