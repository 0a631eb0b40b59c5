import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Keyring } from '../crypto/index.ts'
import type { SequenceState, TableShape } from './tables.ts'

export type BackedUpTable = TableShape & {
  readonly file: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/** What lies in the folder of a backup. It is written last: a folder without it is no backup. */
export type Manifest = {
  readonly format: 1
  readonly product: string
  readonly createdAt: string
  readonly server: string
  readonly migrations: readonly { readonly name: string; readonly digest: string }[]
  readonly jobsVersion: number
  readonly tables: readonly BackedUpTable[]
  readonly sequences: readonly SequenceState[]
  readonly files: readonly { readonly digest: string; readonly bytes: number }[]
  /** Rows of platform.file whose bytes were not in the store or not as their digest says. */
  readonly missingFiles: readonly string[]
  readonly keyCheck: KeyCheck
}

/** Tells the right keys from others without holding any: a text sealed by the newest key, and its blind index. */
export type KeyCheck = { readonly sealed: string; readonly blind: string }

const NAME = 'manifest.json'
const TEXT = 'yiyang key check'

/** A backup that cannot be used, or not here; the sentence says why and what to do. */
export class BackupError extends Error {
  override name = 'BackupError'
}

export const keyCheckOf = (keyring: Keyring): KeyCheck => ({
  sealed: keyring.seal(TEXT).toString('base64'),
  blind: keyring.blindIndex('id', TEXT).toString('hex'),
})

/** True when these keys open what the backup holds, and find it. */
export function fits(keyring: Keyring, check: KeyCheck): boolean {
  try {
    const opened = keyring.open(Buffer.from(check.sealed, 'base64'))
    return opened === TEXT && keyring.blindIndex('id', TEXT).toString('hex') === check.blind
  } catch {
    return false
  }
}

export function writeManifest(folder: string, manifest: Manifest): void {
  const body = `${JSON.stringify(manifest, null, 1)}\n`
  writeFileSync(join(folder, `${NAME}.sha256`), `${sha256(body)}  ${NAME}\n`, { mode: 0o600 })
  writeFileSync(join(folder, `${NAME}.new`), body, { mode: 0o600, flush: true })
  renameSync(join(folder, `${NAME}.new`), join(folder, NAME))
}

/** @throws BackupError when the folder holds no finished backup, or its list was changed */
export function readManifest(folder: string): Manifest {
  const path = join(folder, NAME)
  if (!existsSync(path)) {
    throw new BackupError(`There is no finished backup in ${folder}: ${NAME} is missing. Choose another folder.`)
  }
  const body = readFileSync(path, 'utf8')
  const noted = existsSync(`${path}.sha256`) ? readFileSync(`${path}.sha256`, 'utf8').slice(0, 64) : ''
  if (noted !== sha256(body)) {
    throw new BackupError(`${path} does not match its digest: the backup was changed. Use another one.`)
  }
  const manifest = JSON.parse(body) as Manifest
  if (manifest.format !== 1)
    throw new BackupError('This backup was made by a newer version. Restore it with that version.')
  return manifest
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
