import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16

/** Encrypts a stream with a key of its own (AES-256-GCM): 12 bytes nonce, the content, 16 bytes tag. */
export async function* sealStream(key: Buffer, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  yield nonce
  for await (const chunk of content) yield cipher.update(chunk)
  yield cipher.final()
  yield cipher.getAuthTag()
}

/** The content of a sealed stream. It throws at the end when a single bit was changed, so nobody acts on the last chunk before. */
export async function* openStream(key: Buffer, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = Buffer.alloc(0)
  let decipher: ReturnType<typeof createDecipheriv> | undefined
  for await (const chunk of sealed) {
    held = Buffer.concat([held, chunk])
    if (decipher === undefined) {
      if (held.length < NONCE) continue
      decipher = createDecipheriv('aes-256-gcm', key, held.subarray(0, NONCE))
      held = held.subarray(NONCE)
    }
    if (held.length > TAG) {
      yield decipher.update(held.subarray(0, held.length - TAG))
      held = held.subarray(held.length - TAG)
    }
  }
  if (decipher === undefined || held.length !== TAG) throw new Error('a stored file is cut short')
  ;(decipher as ReturnType<typeof createDecipheriv> & { setAuthTag: (tag: Buffer) => void }).setAuthTag(held)
  yield decipher.final()
}
