import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { record } from '../../platform/audit/index.ts'
import { BackupError } from '../../platform/backup/index.ts'
import { type Config, option } from '../../platform/config/config.ts'
import { type Keyring, keyringOf, parseKeyFile } from '../../platform/crypto/index.ts'
import { asSystem, connect } from '../../platform/db/index.ts'

/** The keys of an installation that is there already: `--keys FILE`, YIYANG_KEYS or the data folder. None are ever made here. */
export function existingKeys(config: Config, args: string[]): { keyring: Keyring; file?: string } {
  const named = option(args, '--keys')
  if (named === undefined && config.YIYANG_KEYS !== undefined)
    return { keyring: keyringOf(parseKeyFile(config.YIYANG_KEYS)) }
  const file = named === undefined ? keyFileOf(config) : resolve(named)
  if (!existsSync(file))
    throw new BackupError(`There is no key file ${file}. Name it with --keys FILE or set YIYANG_KEYS.`)
  return { keyring: keyringOf(parseKeyFile(readFileSync(file, 'utf8'))), file }
}

export const keyFileOf = (config: Config): string => join(config.YIYANG_DATA, 'keys.json')

/** Puts the key file of a backup in its place in a new data folder. */
export function adoptKeyFile(config: Config, file: string | undefined): void {
  if (file === undefined || resolve(file) === resolve(keyFileOf(config)) || existsSync(keyFileOf(config))) return
  mkdirSync(config.YIYANG_DATA, { recursive: true, mode: 0o700 })
  copyFileSync(file, keyFileOf(config))
}

/** Notes in the audit what somebody did to the database from the command line; the actor is the operating system's user. */
export async function recordCommand(url: string, action: string, after: object): Promise<void> {
  const { db, close } = connect(url, 1)
  try {
    await asSystem(db, (tx) => record(tx, { account: `os:${userInfo().username}`, action, object: 'database', after }))
  } finally {
    await close()
  }
}
