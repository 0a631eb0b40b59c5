import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'

export type CipherName = 'aes-256-gcm' | 'sm4'

type Cipher = {
  seal: (secret: KeyObject, plain: Buffer, bound: Buffer) => Buffer
  open: (secret: KeyObject, sealed: Buffer, bound: Buffer) => Buffer
}

const NONCE = 12
const nonces = Buffer.alloc(NONCE * 256)
let taken = nonces.length

/** Random bytes fetched 256 nonces at a time: one call a value costs as much as the encryption. Each is used once. */
function nextNonce(): Buffer {
  if (taken >= nonces.length) {
    randomFillSync(nonces)
    taken = 0
  }
  taken += NONCE
  return Buffer.from(nonces.subarray(taken - NONCE, taken))
}

const aesGcm: Cipher = {
  seal: (secret, plain, bound) => {
    const nonce = nextNonce()
    const cipher = createCipheriv('aes-256-gcm', secret, nonce)
    cipher.setAAD(bound)
    const body = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([nonce, body, cipher.getAuthTag()])
  },
  open: (secret, sealed, bound) => {
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12))
    decipher.setAAD(bound)
    decipher.setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
  },
}

/** OpenSSL offers SM4 without GCM: counter mode, then a keyed digest over everything (encrypt-then-authenticate). */
const sm4: Cipher = {
  seal: (secret, plain, bound) => {
    const nonce = randomBytes(16)
    const cipher = createCipheriv('sm4-ctr', part(secret, 'encrypt', 16), nonce)
    const body = Buffer.concat([nonce, cipher.update(plain), cipher.final()])
    return Buffer.concat([body, tag(secret, bound, body)])
  },
  open: (secret, sealed, bound) => {
    const body = sealed.subarray(0, -16)
    if (!timingSafeEqual(tag(secret, bound, body), sealed.subarray(-16))) throw new Error('a sealed value was changed')
    const decipher = createDecipheriv('sm4-ctr', part(secret, 'encrypt', 16), body.subarray(0, 16))
    return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()])
  },
}

const part = (secret: KeyObject, use: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `yiyang sm4 ${use}`, bytes))

const tag = (secret: KeyObject, bound: Buffer, body: Buffer): Buffer =>
  createHmac('sha256', part(secret, 'authenticate', 32))
    .update(bound)
    .update(body)
    .digest()
    .subarray(0, 16)

// The order is the form byte of sealed values: only append.
export const ciphers: Record<CipherName, Cipher> = { 'aes-256-gcm': aesGcm, sm4 }
