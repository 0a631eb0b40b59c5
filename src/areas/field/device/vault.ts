/**
 * The key of a device's store. It is random, and kept wrapped twice: by the PIN (PBKDF2) and by a recovery key that the server holds; both
 * wrappings are sealed once more by a key of this browser that cannot be taken out of it. docs/offline-protocol.md says what that protects.
 */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer }

export type Vault = {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly iterations: number
  readonly browserKey: CryptoKey
  readonly byPin: Sealed
  readonly byRecovery: Sealed
  /** Wrong PINs since the last right one, noted before each try. */
  readonly wrong: number
  /** Milliseconds until which no PIN is tried. */
  readonly heldUntil: number
}

/** OWASP's figure for PBKDF2-HMAC-SHA256 in 2023; two thirds of a second on a cheap phone. */
export const ITERATIONS = 600_000
export const PIN = /^\d{6}$/
const FREE_TRIES = 5
const MOST_TRIES = 10
const MINUTE = 60_000

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const aes = (raw: BufferSource, extractable = false) =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', extractable, ['encrypt', 'decrypt'])

/** Seals bytes under a key; `about` binds them to their place, so that two sealed values cannot be exchanged. */
export async function seal(key: CryptoKey, about: string, plain: BufferSource): Promise<Sealed> {
  const iv = random(12)
  const additionalData = new TextEncoder().encode(about)
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain) }
}

/** @throws where the key or the place is another one, or the bytes were changed */
export function open(key: CryptoKey, about: string, { iv, data }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(about) }, key, data)
}

async function keyOfPin(pin: string, salt: BufferSource, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))

async function wrap(
  store: ArrayBuffer | Uint8Array<ArrayBuffer>,
  key: CryptoKey,
  browserKey: CryptoKey,
  about: string,
): Promise<Sealed> {
  const inner = await seal(key, about, store)
  const whole = new Uint8Array(12 + inner.data.byteLength)
  whole.set(inner.iv)
  whole.set(new Uint8Array(inner.data), 12)
  return seal(browserKey, about, whole)
}

async function unwrap(sealed: Sealed, key: CryptoKey, browserKey: CryptoKey, about: string): Promise<ArrayBuffer> {
  const whole = new Uint8Array(await open(browserKey, about, sealed))
  return open(key, about, { iv: whole.slice(0, 12), data: whole.slice(12).buffer })
}

/** A new store's vault. `iterations` is lower in tests only. */
export async function makeVault(
  pin: string,
  recovery: string,
  iterations = ITERATIONS,
): Promise<{ vault: Vault; key: CryptoKey }> {
  const raw = random(32)
  const salt = random(16)
  const browserKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const vault: Vault = {
    salt,
    iterations,
    browserKey,
    byPin: await wrap(raw, await keyOfPin(pin, salt, iterations), browserKey, 'pin'),
    byRecovery: await wrap(raw, await aes(bytesOf(recovery)), browserKey, 'recovery'),
    wrong: 0,
    heldUntil: 0,
  }
  return { vault, key: await aes(raw) }
}

export type Unlocking =
  | { readonly state: 'open'; readonly key: CryptoKey; readonly vault: Vault }
  | { readonly state: 'wrong'; readonly left: number; readonly vault: Vault }
  | { readonly state: 'held'; readonly until: number }
  | { readonly state: 'spent' }

/**
 * Tries a PIN. The try is written down by `note` before its result is known, so that ending the app does not win another one. After five
 * wrong ones each further try has to wait twice as long; after ten only the account's password opens the store.
 */
export async function unlock(
  vault: Vault,
  pin: string,
  now: number,
  note: (vault: Vault) => Promise<void>,
): Promise<Unlocking> {
  if (vault.wrong >= MOST_TRIES) return { state: 'spent' }
  if (now < vault.heldUntil) return { state: 'held', until: vault.heldUntil }
  const wrong = vault.wrong + 1
  const heldUntil = wrong < FREE_TRIES ? 0 : now + MINUTE * 2 ** (wrong - FREE_TRIES)
  const tried = { ...vault, wrong, heldUntil }
  await note(tried)
  try {
    const raw = await unwrap(vault.byPin, await keyOfPin(pin, vault.salt, vault.iterations), vault.browserKey, 'pin')
    const right = { ...vault, wrong: 0, heldUntil: 0 }
    await note(right)
    return { state: 'open', key: await aes(raw), vault: right }
  } catch {
    return wrong >= MOST_TRIES ? { state: 'spent' } : { state: 'wrong', left: MOST_TRIES - wrong, vault: tried }
  }
}

/** Opens the store with what the server keeps, after the account's password was given again, and sets another PIN. */
export async function recover(vault: Vault, recovery: string, pin: string): Promise<{ vault: Vault; key: CryptoKey }> {
  const raw = await unwrap(vault.byRecovery, await aes(bytesOf(recovery)), vault.browserKey, 'recovery')
  const salt = random(16)
  const byPin = await wrap(raw, await keyOfPin(pin, salt, vault.iterations), vault.browserKey, 'pin')
  return { vault: { ...vault, salt, byPin, wrong: 0, heldUntil: 0 }, key: await aes(raw) }
}
