import { Readable, Transform } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { type ByteSource, pieces } from './byte-source.ts'
import type { SheetLimits, SheetRow, Workbook } from './cells.ts'
import { refusals, SheetRefused } from './refusals.ts'

/** Reads .csv and .txt in UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs between the cells. */
export async function openCsv(source: ByteSource, limits: SheetLimits): Promise<Workbook> {
  const encoding = await detectEncoding(source)
  const delimiter = await detectDelimiter(source, encoding)
  return {
    format: 'csv',
    sheets: [{ name: '', hidden: false }],
    date1904: false,
    close: () => source.close(),
    rows: () => readRows(source, encoding, delimiter, limits),
  }
}

async function* readRows(
  source: ByteSource,
  encoding: string,
  delimiter: string,
  limits: SheetLimits,
): AsyncGenerator<SheetRow> {
  const parser = parse({
    delimiter,
    bom: true,
    skip_empty_lines: false,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.cellCharacters * 8,
  })
  const input = Readable.from(pieces(source), { objectMode: false })
  const decoded = input.pipe(decoding(encoding))
  // A failed pipe does not end the next one by itself.
  decoded.on('error', (error) => parser.destroy(error))
  decoded.pipe(parser)
  let number = 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number++
      if (number > limits.rows) throw refusals.tooManyRows(limits.rows)
      const row: SheetRow = { number, hidden: false, cells: [] }
      const columns = Math.min(record.length, limits.columns)
      for (let column = 0; column < columns; column++) {
        const text = record[column] ?? ''
        if (text.length > limits.cellCharacters)
          throw refusals.cellTooLong(`第 ${number} 行某个单元格`, limits.cellCharacters)
        if (text !== '') row.cells[column] = { kind: 'text', text }
      }
      if (row.cells.length > 0) yield row
    }
  } catch (error) {
    if (error instanceof SheetRefused) throw error
    if (!(error instanceof CsvError)) throw error
    if (error.code === 'CSV_MAX_RECORD_SIZE') throw refusals.cellTooLong(`第 ${number + 1} 行`, limits.cellCharacters)
    throw refusals.damaged(`第 ${number + 1} 行的引号`)
  } finally {
    input.destroy()
    decoded.destroy()
    parser.destroy()
  }
}

function decoding(encoding: string): Transform {
  const decoder = new TextDecoder(encoding)
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      done(null, decoder.decode(piece, { stream: true }))
    },
    flush(done) {
      done(null, decoder.decode())
    },
  })
}

/** Byte order marks first; then UTF-8 if every byte fits it; else GB18030, in which any Chinese Windows saves. */
async function detectEncoding(source: ByteSource): Promise<string> {
  const start = await source.read(0, 4096)
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start.includes(0)) throw refusals.unknownFormat()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of pieces(source)) decoder.decode(piece, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch {
    return looksLikeGb18030(await source.read(0, 256 * 1024)) ? 'gb18030' : refuseEncoding()
  }
}

const refuseEncoding = (): never => {
  throw refusals.unknownFormat()
}

/** Random bytes decode as GB18030 too, but into many characters that no ledger holds. */
function looksLikeGb18030(bytes: Buffer): boolean {
  const text = new TextDecoder('gb18030').decode(bytes)
  let odd = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const control = code < 32 && code !== 9 && code !== 10 && code !== 13
    const isPrivate = (code >= 0xe000 && code <= 0xf8ff) || code === 0xfffd
    if (control || isPrivate) odd++
  }
  return odd * 50 < text.length
}

async function detectDelimiter(source: ByteSource, encoding: string): Promise<string> {
  const text = new TextDecoder(encoding).decode(await source.read(0, 64 * 1024))
  const lines = text.split(/\r\n|\n|\r/, 20)
  const fullest = (delimiter: string): number => Math.max(...lines.map((line) => line.split(delimiter).length))
  return [',', '\t', ';'].reduce((best, each) => (fullest(each) > fullest(best) ? each : best))
}
