import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import type { CipherName } from './ciphers.ts'
import {
  type KeyFile,
  type Keyring,
  KeyringError,
  keyringOf,
  newKeyFile,
  readKeyFile,
  writeKeyFile,
} from './keyring.ts'

const LOOK_EVERY_MS = 3000

/**
 * The keys of a file, or of a new one at the first start. A running process follows the file: within seconds it seals with a
 * key that a command has added, and it reads values of that key at once. Whoever has the file can read every sealed column: it
 * is kept apart from backups.
 */
export function openKeyFile(path: string, cipher: CipherName = 'aes-256-gcm'): Keyring {
  if (!existsSync(path)) writeKeyFile(path, newKeyFile(cipher))
  let ring = keyringOf(readKeyFile(path))
  let changedAt = statSync(path).mtimeMs
  let lookedAt = Date.now()
  const look = () => {
    lookedAt = Date.now()
    if (!existsSync(path) || statSync(path).mtimeMs === changedAt) return
    changedAt = statSync(path).mtimeMs
    ring = keyringOf(readKeyFile(path))
  }
  return {
    get version() {
      return ring.version
    },
    get sessionSecret() {
      return ring.sessionSecret
    },
    get auditKey() {
      return ring.auditKey
    },
    get blindCheck() {
      return ring.blindCheck
    },
    seal: (plain) => {
      if (Date.now() - lookedAt > LOOK_EVERY_MS) look()
      return ring.seal(plain)
    },
    open: (sealed) => {
      try {
        return ring.open(sealed)
      } catch (error) {
        if (!(error instanceof KeyringError)) throw error
        look()
        return ring.open(sealed)
      }
    },
    blindIndex: (column, text) => ring.blindIndex(column, text),
  }
}

/** A file with one more key, which seals from now on; the earlier ones still open. */
export function withNewKey(file: KeyFile): KeyFile {
  const version = Math.max(...file.keys.map((key) => key.version)) + 1
  if (version > 0xffff) throw new KeyringError('The key file holds the last version that a sealed value can name.')
  return { ...file, keys: [...file.keys, { version, secret: randomBytes(32).toString('base64') }] }
}
