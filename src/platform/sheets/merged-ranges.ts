import type { RawCell } from './cells.ts'
import { refusals } from './refusals.ts'

/** A merged range, rows and columns from 1, both ends included. */
export type MergedRange = { top: number; left: number; bottom: number; right: number }

const MOST_RANGES = 500_000

export function parseRange(reference: string): MergedRange | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/.exec(reference)
  if (!match) return undefined
  const [, left = '', top = '', right = left, bottom = top] = match
  return { top: Number(top), left: columnNumber(left), bottom: Number(bottom), right: columnNumber(right) }
}

/** `A` is 1, `AA` is 27. */
export function columnNumber(letters: string): number {
  let number = 0
  for (let at = 0; at < letters.length; at++) number = number * 26 + (letters.charCodeAt(at) - 64)
  return number
}

/** 1 is `A`, 27 is `AA`. */
export function columnLetters(number: number): string {
  let letters = ''
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/**
 * Fills the value of a merged range into each of its cells, marked `merged`, while rows pass from top to bottom. A merge
 * never makes a row: rows that the file does not hold stay absent.
 */
export class MergeFiller {
  readonly #ranges: MergedRange[]
  #next = 0
  #open: { range: MergedRange; cell: RawCell | undefined }[] = []

  constructor(ranges: MergedRange[]) {
    if (ranges.length > MOST_RANGES) throw refusals.tooMuchMemory()
    this.#ranges = ranges.toSorted((a, b) => a.top - b.top)
  }

  fill(rowNumber: number, cells: (RawCell | undefined)[], columns: number): void {
    this.#open = this.#open.filter(({ range }) => range.bottom >= rowNumber)
    for (; this.#next < this.#ranges.length; this.#next++) {
      const range = this.#ranges[this.#next]!
      if (range.top > rowNumber) break
      if (range.bottom < rowNumber || range.left > columns) continue
      // Only the first row holds the value; where that row is absent, the range is empty.
      this.#open.push({ range, cell: range.top === rowNumber ? cells[range.left - 1] : undefined })
    }
    for (const { range, cell } of this.#open) {
      if (!cell) continue
      const last = Math.min(range.right, columns)
      for (let column = range.left; column <= last; column++) {
        const isMaster = rowNumber === range.top && column === range.left
        if (!isMaster) cells[column - 1] = { ...cell, merged: true }
      }
    }
  }
}
