import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CipherName, ciphers } from './ciphers.ts'

/** Columns with a blind index; each has a key of its own, so that equal texts of two columns do not look equal. */
export type BlindColumn = 'id' | 'idLast4' | 'phone' | 'account'

/**
 * The keys of an installation. Version numbers only grow; the newest seals, all of them open. The blind-index key has its own
 * life, since changing it means computing every index again (`yiyang keys rotate`).
 */
export type KeyFile = {
  cipher: CipherName
  keys: { version: number; secret: string }[]
  blind: string
  /** The next key of the indexes while they are being computed again. */
  blindNext?: string
  /** Signs sessions and the chain of the audit, seals second factors. Never rotated; older files derive it from `blind`. */
  root?: string
}

export type Keyring = {
  readonly version: number
  seal: (plain: string) => Buffer
  open: (sealed: Buffer) => string
  blindIndex: (column: BlindColumn, text: string) => Buffer
  /** The secret of the accounts library, in hexadecimal. */
  sessionSecret: string
  /** Keys the audit's chain, so that whoever has only the database cannot compute it again. */
  auditKey: Buffer
  /** Tells indexes of one key from those of another, and nothing about the key. */
  blindCheck: Buffer
}

/** Keys that cannot be used or are missing; the sentence says which. */
export class KeyringError extends Error {
  override name = 'KeyringError'
}

export const newKeyFile = (cipher: CipherName): KeyFile => ({
  cipher,
  keys: [{ version: 1, secret: randomBytes(32).toString('base64') }],
  blind: randomBytes(32).toString('base64'),
  root: randomBytes(32).toString('base64'),
})

export function readKeyFile(path: string): KeyFile {
  return parseKeyFile(readFileSync(path, 'utf8'))
}

/** @throws KeyringError when the text is not a key file */
export function parseKeyFile(text: string): KeyFile {
  try {
    const file = JSON.parse(text) as KeyFile
    if (!(file.cipher in ciphers) || file.keys.length === 0 || !file.blind) throw new Error('incomplete')
    return file
  } catch {
    throw new KeyringError('The keys cannot be read: they must be the JSON of a Yiyang key file.')
  }
}

export function writeKeyFile(path: string, file: KeyFile): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** A sealed value is: 1 byte form, 2 bytes key version, then what the cipher makes of it. */
export function keyringOf(file: KeyFile): Keyring {
  const cipher = ciphers[file.cipher]
  // Key objects are made once: handing the bytes to every call costs five times as much as the call itself.
  const secrets = new Map(file.keys.map((key) => [key.version, createSecretKey(Buffer.from(key.secret, 'base64'))]))
  const version = Math.max(...secrets.keys())
  const newest = secrets.get(version)
  if (newest === undefined) throw new KeyringError('The key file holds no key.')
  const blindRoot = Buffer.from(file.blind, 'base64')
  const blindKeys = new Map<BlindColumn, KeyObject>(
    (['id', 'idLast4', 'phone', 'account'] as const).map((column) => [
      column,
      createSecretKey(Buffer.from(hkdfSync('sha256', blindRoot, '', `yiyang blind index ${column}`, 32))),
    ]),
  )
  const forms = Object.keys(ciphers) as CipherName[]
  const root = Buffer.from(file.root ?? file.blind, 'base64')
  return {
    version,
    sessionSecret: Buffer.from(hkdfSync('sha256', root, '', 'yiyang sessions', 32)).toString('hex'),
    auditKey: Buffer.from(hkdfSync('sha256', root, '', 'yiyang audit chain', 32)),
    blindCheck: createHmac('sha256', blindRoot).update('yiyang key check').digest(),
    seal: (plain) => {
      const head = Buffer.from([forms.indexOf(file.cipher), version >> 8, version & 0xff])
      return Buffer.concat([head, cipher.seal(newest, Buffer.from(plain, 'utf8'), head)])
    },
    open: (sealed) => {
      const form = forms[sealed[0] ?? 255]
      const secret = secrets.get(sealed.readUInt16BE(1))
      if (form === undefined || secret === undefined)
        throw new KeyringError('A value was sealed with a key that is not in the key file.')
      return ciphers[form].open(secret, sealed.subarray(3), sealed.subarray(0, 3)).toString('utf8')
    },
    blindIndex: (column, text) => {
      const key = blindKeys.get(column)
      if (key === undefined) throw new KeyringError(`no blind index for ${column}`)
      return createHmac('sha256', key).update(normalise(column, text)).digest().subarray(0, 16)
    },
  }
}

/** The same number written in two ways must give the same index. */
function normalise(column: BlindColumn, text: string): string {
  const narrow = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
  return column === 'phone' ? narrow.replaceAll(/[^\d+]/g, '').replace(/^\+?86(?=1\d{10}$)/, '') : narrow
}
