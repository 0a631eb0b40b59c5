import { Readable } from 'node:stream'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { type ByteSource, pieces } from './byte-source.ts'
import type { SheetLimits } from './cells.ts'
import { refusals, SheetRefused } from './refusals.ts'

/** The entries of a zip file by name, from the directory at its end; nothing is inflated. */
export type ZipArchive = { entries: Map<string, Entry>; file: ZipFile }
export type ZipEntry = Entry

const MOST_ENTRIES = 10_000
/** Deflate reaches 1,032 to 1; a large sheet of ledger rows compresses by 10 to 30. */
const SUSPICIOUS_RATIO = 150
const SUSPICIOUS_BYTES = 32 * 1024 * 1024

/**
 * Reads the directory and refuses, before anything is inflated, what declares more than the limits allow. What the
 * directory declares is not believed later: `inflate` counts again.
 */
export async function openZip(source: ByteSource, limits: SheetLimits): Promise<ZipArchive> {
  try {
    const file = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, { autoClose: false })
    if (file.entryCount > MOST_ENTRIES) throw refusals.damaged('压缩目录过大')
    const entries = new Map<string, Entry>()
    let total = 0
    for await (const entry of file.eachEntry()) {
      if (entry.isEncrypted()) throw refusals.encrypted()
      if (entries.has(entry.fileName)) throw refusals.damaged('压缩目录重复')
      entries.set(entry.fileName, entry)
      total += entry.uncompressedSize
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
      const bomb = entry.uncompressedSize > SUSPICIOUS_BYTES && ratio > SUSPICIOUS_RATIO
      if (bomb || total > limits.uncompressedBytes) throw refusals.inflatesTooMuch()
    }
    return { entries, file }
  } catch (error) {
    throw asRefusal(error, '压缩目录')
  }
}

/** The content of one entry in pieces, counted while it is inflated: more than `atMost` bytes is refused. */
export async function* inflate(archive: ZipArchive, entry: Entry, atMost: number): AsyncGenerator<Buffer> {
  let produced = 0
  let stream: Readable | undefined
  try {
    stream = await archive.file.openReadStreamPromise(entry)
    for await (const piece of stream) {
      produced += (piece as Buffer).length
      if (produced > atMost) throw refusals.inflatesTooMuch()
      yield piece as Buffer
    }
  } catch (error) {
    throw asRefusal(error, '压缩内容')
  } finally {
    stream?.destroy()
  }
}

/** Errors of the file system pass; what the zip library finds wrong with the file is told to the person who chose it. */
function asRefusal(error: unknown, what: string): unknown {
  if (error instanceof SheetRefused) return error
  const { syscall } = error as NodeJS.ErrnoException
  return syscall === undefined ? refusals.damaged(what) : error
}

/** Lets the zip library read from our source, so that an upload is never held whole. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    super()
    this.#source = source
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(pieces(this.#source, start, end), { objectMode: false })
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null)
  }
}
