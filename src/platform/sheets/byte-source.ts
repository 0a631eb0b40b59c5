import { type FileHandle, open } from 'node:fs/promises'
import { refusals } from './refusals.ts'

/** Random access to the bytes of a file on disk or in memory, so that a large upload is never held whole. */
export type ByteSource = {
  size: number
  /** Up to `length` bytes from `offset`; fewer at the end. */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

const PIECE = 256 * 1024

export async function openBytes(source: string | Uint8Array): Promise<ByteSource> {
  if (typeof source !== 'string') {
    const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    return {
      size: bytes.length,
      read: async (offset, length) => bytes.subarray(offset, offset + length),
      close: async () => {},
    }
  }
  let handle: FileHandle
  try {
    handle = await open(source, 'r')
    const stat = await handle.stat()
    if (!stat.isFile()) {
      await handle.close()
      throw refusals.notFound()
    }
    return { size: stat.size, read: (offset, length) => readFrom(handle, offset, length), close: () => handle.close() }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') throw refusals.notFound()
    throw error
  }
}

async function readFrom(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

/** The bytes from `start` to `end` (exclusive) in pieces. */
export async function* pieces(source: ByteSource, start = 0, end = source.size): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += PIECE) {
    const piece = await source.read(at, Math.min(PIECE, end - at))
    if (piece.length === 0) return
    yield piece
  }
}
