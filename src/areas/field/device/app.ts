import { call, newActKey } from '../../../ui/api.ts'
import type { Answer } from '../../../ui/refusal.ts'
import { type DeviceKey, recoverDevice, registerDevice } from '../contract.ts'
import { FieldSession } from './session.ts'
import { FieldStore, type Plain } from './store.ts'
import { askStanding, NoAnswer, SignedOut } from './transport.ts'
import { makeVault, recover, type Unlocking, unlock } from './vault.ts'

export type Phase =
  | { readonly at: 'starting' }
  /** No secure storage here: an old browser, or an address without https. */
  | { readonly at: 'impossible' }
  | { readonly at: 'none' }
  | { readonly at: 'locked'; readonly plain: Plain }
  | { readonly at: 'open'; readonly plain: Plain; readonly session: FieldSession }
  /** Emptied at the office's word. */
  | { readonly at: 'emptied' }
  /** Opened in another page, which has it now. */
  | { readonly at: 'elsewhere' }

export type SyncState = {
  readonly running: boolean
  readonly online: boolean
  /** The device's own sign-in ended. */
  readonly signedOut: boolean
  /** What the last try ended with, in words; undefined after a good one. */
  readonly trouble: string | undefined
}

const RETRY_MS = 60_000

/** The field app of this page: whether the store is there, locked or open, and the sync that runs by itself. */
class FieldApp {
  #phase: Phase = { at: 'starting' }
  #sync: SyncState = { running: false, online: navigator.onLine, signedOut: false, trouble: undefined }
  #listeners = new Set<() => void>()
  #store: FieldStore | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  #started = false

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  phase = (): Phase => this.#phase
  syncState = (): SyncState => this.#sync

  /** Once a page; again does nothing. */
  async start(): Promise<void> {
    if (this.#started) return
    this.#started = true
    if (!('indexedDB' in globalThis) || crypto.subtle === undefined) return this.#go({ at: 'impossible' })
    this.#store = await FieldStore.open()
    this.#takeOver()
    const plain = await this.#store.plain()
    this.#go(plain === undefined ? { at: 'none' } : { at: 'locked', plain })
    addEventListener('online', () => this.#heard(true))
    addEventListener('offline', () => this.#heard(false))
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.sync()
    })
    if (plain !== undefined) void this.#obeyWipe(plain)
  }

  /** Registers this device for the signed-in account and makes its store. */
  async register(name: string, pin: string): Promise<Answer<DeviceKey>> {
    const store = this.#needStore()
    const id = crypto.randomUUID()
    const answer = await call(registerDevice, { body: { id, name }, idempotencyKey: newActKey() })
    if (!answer.ok) return answer
    const { district, key, recovery, who } = answer.value
    const { vault, key: storeKey } = await makeVault(pin, recovery)
    // The journal first: a store without its first line must not look like one.
    await FieldSession.begin(store, storeKey, id, `${district}.${id}.${key}`)
    const plain: Plain = { device: id, district, name, who, vault }
    await store.setPlain(plain)
    void navigator.storage?.persist?.()
    await this.#opened(plain, storeKey)
    return answer
  }

  /** The device signs in again, by the account's session of this browser: its journal stays. */
  async renew(): Promise<Answer<DeviceKey>> {
    const { plain, store, key } = this.#needOpen()
    const answer = await call(registerDevice, { body: { id: plain.device, name: plain.name } })
    if (!answer.ok) return answer
    await FieldSession.rekey(store, key, `${answer.value.district}.${plain.device}.${answer.value.key}`)
    await this.#opened(plain, key)
    return answer
  }

  async unlock(pin: string): Promise<Unlocking> {
    const store = this.#needStore()
    const plain = await store.plain()
    if (plain === undefined) throw new Error('nothing to unlock')
    const tried = await unlock(plain.vault, pin, Date.now(), (vault) => store.setPlain({ ...plain, vault }))
    if (tried.state === 'open') await this.#opened({ ...plain, vault: tried.vault }, tried.key)
    return tried
  }

  /** By the account's session of this browser: another PIN for the same store. */
  async setPinAnew(pin: string): Promise<Answer<undefined>> {
    const store = this.#needStore()
    const plain = await store.plain()
    if (plain === undefined) throw new Error('nothing to recover')
    const answer = await call(recoverDevice, { params: { id: plain.device } })
    if (!answer.ok) return answer
    const { vault, key } = await recover(plain.vault, answer.value.recovery, pin)
    await store.setPlain({ ...plain, vault })
    await this.#opened({ ...plain, vault }, key)
    return { ok: true, value: undefined }
  }

  lock(): void {
    if (this.#phase.at !== 'open') return
    clearInterval(this.#timer)
    this.#key = undefined
    this.#go({ at: 'locked', plain: this.#phase.plain })
  }

  /** Sends and fetches; of several at once one runs. */
  async sync(): Promise<void> {
    if (this.#phase.at !== 'open' || this.#sync.running || this.#sync.signedOut) return
    const { session } = this.#phase
    this.#tellSync({ running: true })
    try {
      const empty = await session.sync()
      this.#tellSync({ running: false, trouble: undefined, online: true })
      if (empty) await this.#empty(() => session.wiped())
    } catch (error) {
      const signedOut = error instanceof SignedOut
      if (!signedOut && !(error instanceof NoAnswer)) throw error
      this.#tellSync({
        running: false,
        signedOut,
        online: navigator.onLine,
        trouble: signedOut ? undefined : 'noAnswer',
      })
    }
  }

  /** The owner empties the device: before it is handed on, or after everything was sent. */
  async empty(): Promise<void> {
    if (this.#phase.at !== 'open') return
    const { session } = this.#phase
    await this.#empty(() => session.wiped())
  }

  #key: CryptoKey | undefined

  async #opened(plain: Plain, key: CryptoKey): Promise<void> {
    const session = await FieldSession.load(this.#needStore(), key)
    this.#key = key
    this.#sync = { ...this.#sync, signedOut: false, trouble: undefined }
    this.#go({ at: 'open', plain, session })
    clearInterval(this.#timer)
    this.#timer = setInterval(() => void this.sync(), RETRY_MS)
    void this.sync()
  }

  async #empty(tell: () => Promise<void>): Promise<void> {
    // What cannot be told now is seen by the office anyway: the device never calls again.
    await tell().catch(() => undefined)
    clearInterval(this.#timer)
    this.#key = undefined
    await this.#needStore().wipe()
    this.#go({ at: 'emptied' })
  }

  async #obeyWipe(plain: Plain): Promise<void> {
    if ((await askStanding(plain.district, plain.device)) === 'atOnce') await this.#empty(async () => undefined)
  }

  /** One page at a time has the store: the newer one. */
  #takeOver(): void {
    navigator.locks
      ?.request('yiyang.field', { steal: true }, () => new Promise<void>(() => undefined))
      .catch(() => {
        clearInterval(this.#timer)
        this.#key = undefined
        this.#go({ at: 'elsewhere' })
      })
  }

  #heard(online: boolean): void {
    this.#tellSync({ online })
    if (online) void this.sync()
  }

  #needStore(): FieldStore {
    if (this.#store === undefined) throw new Error('the store is not open')
    return this.#store
  }

  #needOpen(): { plain: Plain; store: FieldStore; key: CryptoKey } {
    if (this.#phase.at !== 'open' || this.#key === undefined) throw new Error('the store is locked')
    return { plain: this.#phase.plain, store: this.#needStore(), key: this.#key }
  }

  #go(phase: Phase): void {
    this.#phase = phase
    this.#tell()
  }

  #tellSync(change: Partial<SyncState>): void {
    this.#sync = { ...this.#sync, ...change }
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

export const fieldApp = new FieldApp()
