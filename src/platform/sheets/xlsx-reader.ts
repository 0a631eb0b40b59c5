import type { ByteSource } from './byte-source.ts'
import { type RawCell, type SheetLimits, type SheetRow, serialToDay, type Workbook } from './cells.ts'
import { columnNumber, type MergedRange, MergeFiller, parseRange } from './merged-ranges.ts'
import { refusals } from './refusals.ts'
import { decodeEscapes, readParts, walk, type XlsxParts } from './xlsx-parts.ts'
import { type XmlAttributes, type XmlHandler, XmlTokens } from './xml-tokens.ts'
import { inflate, openZip } from './zip-archive.ts'

const LAST_ROW = 1_048_576
const LAST_COLUMN = 16_384

/**
 * Reads an .xlsx as a stream. Merged ranges stand after the rows in the file, so a sheet is inflated twice: once for its
 * ranges, once for its rows.
 */
export async function openXlsx(source: ByteSource, limits: SheetLimits): Promise<Workbook> {
  const archive = await openZip(source, limits)
  const parts = await readParts(archive, limits)
  const entryOf = (sheet: number) => {
    const found = parts.sheets[sheet]
    if (!found) throw new RangeError(`no sheet ${sheet}`)
    return found.entry
  }
  return {
    format: 'xlsx',
    sheets: parts.sheets.map(({ name, hidden }) => ({ name, hidden })),
    date1904: parts.date1904,
    close: () => source.close(),
    async *rows(sheet) {
      const began = performance.now()
      const entry = entryOf(sheet)
      const ranges: MergedRange[] = []
      await walk(archive, entry, limits.uncompressedBytes, mergeCollector(ranges, began + limits.milliseconds))
      // Only the time spent reading counts: whoever takes the rows may be slower than the file.
      let spent = performance.now() - began
      const reader = new RowReader(parts, limits, new MergeFiller(ranges))
      const tokens = new XmlTokens(reader)
      const decoder = new TextDecoder('utf-8')
      for await (const piece of inflate(archive, entry, limits.uncompressedBytes)) {
        const from = performance.now()
        tokens.push(decoder.decode(piece, { stream: true }))
        spent += performance.now() - from
        if (spent > limits.milliseconds) throw refusals.tooSlow()
        yield* reader.take()
      }
      tokens.push(decoder.decode())
      tokens.finish()
      yield* reader.take()
    },
  }
}

function mergeCollector(into: MergedRange[], deadline: number): XmlHandler {
  let seen = 0
  return {
    open(name, attributes) {
      if ((++seen & 0xffff) === 0 && performance.now() > deadline) throw refusals.tooSlow()
      if (name !== 'mergeCell') return
      const range = parseRange(attributes.ref ?? '')
      if (range && (range.bottom > range.top || range.right > range.left)) into.push(range)
    },
    close() {},
    text() {},
  }
}

/** Turns the tags of a sheet into rows. */
class RowReader implements XmlHandler {
  readonly #parts: XlsxParts
  readonly #limits: SheetLimits
  readonly #merges: MergeFiller
  #ready: SheetRow[] = []
  #row: SheetRow | undefined
  #lastRow = 0
  #rows = 0
  #column = 0
  #type = 'n'
  #style = 0
  #value = ''
  #inline = ''
  #hasValue = false
  #formula = false
  #reading: 'value' | 'inline' | undefined
  #phonetic = false

  constructor(parts: XlsxParts, limits: SheetLimits, merges: MergeFiller) {
    this.#parts = parts
    this.#limits = limits
    this.#merges = merges
  }

  take(): SheetRow[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') {
      this.#reading = 'value'
      this.#hasValue = true
    } else if (name === 't') {
      if (!this.#phonetic) this.#reading = 'inline'
    } else if (name === 'row') this.#openRow(attributes)
    else if (name === 'f') this.#formula = true
    else if (name === 'rPh') this.#phonetic = true
  }

  close(name: string): void {
    if (name === 'c') this.#closeCell()
    else if (name === 'v' || name === 't') this.#reading = undefined
    else if (name === 'row') this.#closeRow()
    else if (name === 'rPh') this.#phonetic = false
  }

  text(text: string): void {
    if (this.#reading === 'value') this.#value += text
    else if (this.#reading === 'inline') this.#inline += text
    else return
    if (this.#value.length + this.#inline.length > this.#limits.cellCharacters) {
      throw refusals.cellTooLong(`第 ${this.#lastRow} 行某个单元格`, this.#limits.cellCharacters)
    }
  }

  #openRow(attributes: XmlAttributes): void {
    const number = Number(attributes.r ?? this.#lastRow + 1)
    if (!Number.isInteger(number) || number <= this.#lastRow || number > LAST_ROW) throw refusals.damaged('行号')
    this.#lastRow = number
    this.#column = 0
    const hidden = attributes.hidden
    this.#row = { number, hidden: hidden === '1' || hidden === 'true', cells: [] }
  }

  #closeRow(): void {
    const row = this.#row
    this.#row = undefined
    if (!row) return
    if (row.cells.length > 0 && ++this.#rows > this.#limits.rows) throw refusals.tooManyRows(this.#limits.rows)
    this.#merges.fill(row.number, row.cells, this.#limits.columns)
    if (row.cells.length > 0) this.#ready.push(row)
  }

  #openCell(attributes: XmlAttributes): void {
    const reference = attributes.r
    const letters = reference === undefined ? undefined : /^[A-Z]{1,3}/.exec(reference)?.[0]
    const column = letters === undefined ? this.#column + 1 : columnNumber(letters)
    if (column > LAST_COLUMN) throw refusals.damaged('列号')
    this.#column = column
    this.#type = attributes.t ?? 'n'
    this.#style = Number(attributes.s ?? 0)
    this.#value = ''
    this.#inline = ''
    this.#hasValue = false
    this.#formula = false
  }

  #closeCell(): void {
    const row = this.#row
    if (!row || this.#column > this.#limits.columns) return
    const cell = this.#cell()
    if (!cell) return
    if (this.#formula) cell.formula = true
    row.cells[this.#column - 1] = cell
  }

  #cell(): RawCell | undefined {
    if (this.#type === 'inlineStr') return textCell(this.#inline)
    if (!this.#hasValue || this.#value === '') {
      // A formula saved without its result (some exporters do so) is not a blank.
      return this.#formula && this.#type !== 'str' ? { kind: 'error', text: '公式没有结果' } : undefined
    }
    const value = this.#value
    switch (this.#type) {
      case 's': {
        const text = this.#parts.texts[Number(value)]
        return text === undefined ? { kind: 'error', text: '文字缺失' } : textCell(text)
      }
      case 'str':
        return textCell(value)
      case 'b':
        return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE', value: value === '1' }
      case 'e':
        return { kind: 'error', text: value }
      case 'd':
        return { kind: 'date', text: value, day: /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? null }
      default:
        return this.#number(value.trim())
    }
  }

  #number(value: string): RawCell {
    const number = Number(value)
    if (!Number.isFinite(number)) return { kind: 'text', text: value }
    if (!this.#parts.isDateStyle[this.#style]) return { kind: 'number', text: value, number }
    return { kind: 'date', text: value, day: serialToDay(number, this.#parts.date1904) }
  }
}

const textCell = (text: string): RawCell | undefined =>
  text === '' ? undefined : { kind: 'text', text: decodeEscapes(text) }
