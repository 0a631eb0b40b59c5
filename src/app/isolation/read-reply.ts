import { inflateRawSync } from 'node:zlib'

const PATIENCE_MS = 150
const LONGEST = 20_000_000

/** The body, and every byte of an answer as text: headers too, also those inside a workbook or zip; of an endless stream what comes in a moment. */
export async function readReply(response: Response): Promise<{ text: string; body: string }> {
  if (response.body === null) return { text: '', body: '' }
  const endless = response.headers.get('content-type')?.includes('event-stream') ?? false
  const reader = response.body.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((done) => {
    if (endless) timer = setTimeout(() => done(undefined), PATIENCE_MS)
  })
  for (;;) {
    const read = await (endless ? Promise.race([reader.read(), late]) : reader.read())
    if (read === undefined || read.done) break
    parts.push(read.value)
    size += read.value.length
    if (size > LONGEST) break
  }
  clearTimeout(timer)
  void reader.cancel().catch(() => {})
  const bytes = Buffer.concat(parts)
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  // Of a workbook what stands in it: the packed bytes change with the second in which they were packed.
  const body = bytes.toString('latin1', 0, 2) === 'PK' ? unzipped(bytes) : bytes.toString('utf8')
  return { text: `${headers}\n${bytes.toString('utf8')}\n${bytes.toString('utf16le')}\n${unzipped(bytes)}`, body }
}

/** The contents of a zip's entries, found by their local headers. */
function unzipped(bytes: Buffer): string {
  const texts: string[] = []
  for (
    let at = bytes.indexOf('PK\u0003\u0004', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('PK\u0003\u0004', at + 4, 'latin1')
  ) {
    if (at + 30 > bytes.length) break
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    try {
      const packed = bytes.readUInt16LE(at + 8) === 8
      texts.push((packed ? inflateRawSync(bytes.subarray(start)) : bytes.subarray(start)).toString('utf8'))
    } catch {
      // Damaged or not a zip after all; its plain bytes have been looked at.
    }
  }
  return texts.join('\n')
}
