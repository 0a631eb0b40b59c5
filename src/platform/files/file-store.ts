import type { Readable } from 'node:stream'

/** Bytes of files under the SHA-256 of what is stored (64 hex digits). The same bytes are stored once; nothing is ever changed. */
export type FileStore = {
  /** Keeps the bytes for good before it answers: after a power cut they are whole or not there. */
  readonly put: (content: AsyncIterable<Uint8Array>) => Promise<string>
  /** @throws FileMissing */
  readonly open: (digest: string) => Promise<Readable>
  readonly remove: (digest: string) => Promise<void>
  /** Every stored digest with the time at which it came, for backups and for sweeping. */
  readonly list: () => AsyncIterable<{ digest: string; storedAt: Date }>
}

/** A row names bytes that are not in the store; the sentence says which store to look at. */
export class FileMissing extends Error {
  override name = 'FileMissing'
}

export const DIGEST = /^[0-9a-f]{64}$/
