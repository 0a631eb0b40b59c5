/**
 * Photos and voice notes travel in pieces, after the records: a record must not wait for a picture. A piece is known by file and
 * number, so that sending it twice changes nothing, and an interrupted file goes on where it stopped.
 */
export type FileEntry = {
  readonly id: string
  /** The record to which it belongs. */
  readonly record: string
  readonly name: string
  readonly size: number
  /** Hexadecimal SHA-256 of the whole: the server keeps the file only when it fits. */
  readonly sha256: string
  /** How many pieces the server has said that it has, from the first on. */
  readonly sent: number
  /** Whole on the server; the device then lets go of its own copy. */
  readonly done: boolean
}

export const PIECE_BYTES = 48 * 1024

export const piecesOf = (size: number): number => Math.max(1, Math.ceil(size / PIECE_BYTES))

/** The next piece to send: of the first file that is not whole and whose record the server has. */
export function nextPiece(
  files: readonly FileEntry[],
  isAccepted: (record: string) => boolean,
): { file: FileEntry; at: number } | undefined {
  const file = files.find((each) => !each.done && isAccepted(each.record))
  return file === undefined ? undefined : { file, at: Math.min(file.sent, piecesOf(file.size) - 1) }
}

export type PieceAnswer = { readonly file: string; readonly pieces: number; readonly done: boolean }

/** An answer about a piece; a late one never takes progress back. `pieces` is how many the server has from the first on. */
export const pieceAnswered = (files: readonly FileEntry[], answer: PieceAnswer): FileEntry[] =>
  files.map((each) =>
    each.id === answer.file && !each.done
      ? { ...each, sent: Math.max(each.sent, answer.pieces), done: answer.done }
      : each,
  )
