import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { type ByteSource, pieces } from './byte-source.ts'
import type { SheetLimits } from './cells.ts'
import { refusals, SheetRefused } from './refusals.ts'

export type ZipEntry = { name: string; method: number; compressed: number; uncompressed: number; offset: number }

/** The entries of a zip file by name, from the directory at its end; nothing is inflated. */
export type ZipArchive = { entries: Map<string, ZipEntry>; source: ByteSource }

const END_RECORD = 0x06054b50
const DIRECTORY_RECORD = 0x02014b50
const LOCAL_RECORD = 0x04034b50
const LONGEST_COMMENT = 0xffff
const MOST_ENTRIES = 10_000
/** Deflate reaches 1,032 to 1; a large sheet of ledger rows compresses by 10 to 30. */
const SUSPICIOUS_RATIO = 150
const SUSPICIOUS_BYTES = 32 * 1024 * 1024

/**
 * Reads the directory and refuses, before anything is inflated, what declares more than the limits allow. What the
 * directory declares is not believed later: `inflate` counts again.
 */
export async function openZip(source: ByteSource, limits: SheetLimits): Promise<ZipArchive> {
  const tailLength = Math.min(source.size, 22 + LONGEST_COMMENT)
  const tail = await source.read(source.size - tailLength, tailLength)
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== END_RECORD) end--
  if (end < 0) throw refusals.damaged('压缩目录缺失')
  const count = tail.readUInt16LE(end + 10)
  const size = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count > MOST_ENTRIES || size > 8 * 1024 * 1024) throw refusals.damaged('压缩目录过大')
  if (offset + size > source.size) throw refusals.damaged('压缩目录不完整')

  const entries = readDirectory(await source.read(offset, size), count)
  let total = 0
  for (const entry of entries.values()) {
    total += entry.uncompressed
    const ratio = entry.uncompressed / Math.max(1, entry.compressed)
    const bomb = entry.uncompressed > SUSPICIOUS_BYTES && ratio > SUSPICIOUS_RATIO
    if (bomb || total > limits.uncompressedBytes) throw refusals.inflatesTooMuch()
  }
  return { entries, source }
}

function readDirectory(directory: Buffer, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>()
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY_RECORD)
      throw refusals.damaged('压缩目录')
    const flags = directory.readUInt16LE(at + 8)
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const commentLength = directory.readUInt16LE(at + 32)
    const next = at + 46 + nameLength + extraLength + commentLength
    if (next > directory.length) throw refusals.damaged('压缩目录')
    if ((flags & 1) !== 0) throw refusals.encrypted()
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/')
    const entry: ZipEntry = {
      name,
      method: directory.readUInt16LE(at + 10),
      compressed: directory.readUInt32LE(at + 20),
      uncompressed: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    }
    readLongSizes(entry, directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength))
    if (entries.has(name)) throw refusals.damaged('压缩目录重复')
    entries.set(name, entry)
    at = next
  }
  return entries
}

/** Some writers declare every size in the 64-bit field, however small the file. */
function readLongSizes(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = extra.readUInt16LE(at)
    const length = extra.readUInt16LE(at + 2)
    const body = extra.subarray(at + 4, at + 4 + length)
    if (id === 1) {
      let read = 0
      for (const field of ['uncompressed', 'compressed', 'offset'] as const) {
        if (entry[field] !== 0xffffffff || read + 8 > body.length) continue
        entry[field] = Number(body.readBigUInt64LE(read))
        read += 8
      }
    }
    at += 4 + length
  }
}

/** The content of one entry in pieces, counted while it is inflated: more than `atMost` bytes is refused. */
export async function* inflate(archive: ZipArchive, entry: ZipEntry, atMost: number): AsyncGenerator<Buffer> {
  const { source } = archive
  const header = await source.read(entry.offset, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_RECORD) throw refusals.damaged('压缩内容')
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const end = start + entry.compressed
  if (end > source.size) throw refusals.damaged('压缩内容不完整')

  let produced = 0
  const counted = (piece: Buffer): Buffer => {
    produced += piece.length
    if (produced > atMost) throw refusals.inflatesTooMuch()
    return piece
  }
  if (entry.method === 0) {
    for await (const piece of pieces(source, start, end)) yield counted(piece)
    return
  }
  if (entry.method !== 8) throw refusals.damaged('压缩方式')
  const inflated = createInflateRaw({ chunkSize: 128 * 1024 })
  const input = Readable.from(pieces(source, start, end), { objectMode: false })
  input.on('error', (error) => inflated.destroy(error))
  input.pipe(inflated)
  try {
    for await (const piece of inflated) yield counted(piece as Buffer)
  } catch (error) {
    if (error instanceof SheetRefused) throw error
    throw refusals.damaged('解压')
  } finally {
    input.destroy()
    inflated.destroy()
  }
  if (produced !== entry.uncompressed) throw refusals.damaged('解压后的长度')
}
