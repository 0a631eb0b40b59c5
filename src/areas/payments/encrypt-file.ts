import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'

/** RSA keys below this are no protection any more. */
const LEAST_BITS = 2048

/** The bank's key as it was pasted: PEM of a public key or a certificate. Undefined where it is none, or too weak. */
export function readPublicKey(pem: string): { pem: string; print: string } | undefined {
  const key = keyOf(pem)
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS) return undefined
  const der = key.export({ type: 'spki', format: 'der' })
  return {
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    print: createHash('sha256').update(der).digest('hex'),
  }
}

function keyOf(pem: string): KeyObject | undefined {
  // A private key would be read as well, and its public half taken: nobody should learn to paste one here.
  if (/PRIVATE KEY/.test(pem)) return undefined
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}

/**
 * The file for the eyes of the bank alone, as a compact JWE (RFC 7516: RSA-OAEP-256 for the key, A256GCM for the content), which common tools open. A stream:
 * constant memory however long the file. Every call takes a new content key.
 */
export async function* encryptFor(
  pem: string,
  content: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array, void> {
  const header = base64url(Buffer.from(JSON.stringify({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'octet-stream' })))
  const [secret, iv] = [randomBytes(32), randomBytes(12)]
  const wrapped = publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, secret)
  const cipher = createCipheriv('aes-256-gcm', secret, iv)
  cipher.setAAD(Buffer.from(header, 'ascii'))
  yield Buffer.from(`${header}.${base64url(wrapped)}.${base64url(iv)}.`)
  // Base64 takes three bytes at a time: what is left over goes before the next piece.
  let left: Buffer = Buffer.alloc(0)
  for await (const piece of content) {
    const bytes = Buffer.concat([left, cipher.update(typeof piece === 'string' ? Buffer.from(piece) : piece)])
    const whole = bytes.length - (bytes.length % 3)
    left = bytes.subarray(whole)
    if (whole > 0) yield Buffer.from(base64url(bytes.subarray(0, whole)))
  }
  const rest = Buffer.concat([left, cipher.final()])
  yield Buffer.from(`${base64url(rest)}.${base64url(cipher.getAuthTag())}`)
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
