import { neutralise } from './neutralise.ts'

/** One line of a .csv that Chinese Excel opens rightly: quotes where needed, formulas neutralised, CRLF. */
export const csvLine = (cells: readonly (string | number | null | undefined)[]): string =>
  `${cells.map((cell) => quoted(cell === null || cell === undefined ? '' : typeof cell === 'number' ? String(cell) : neutralise(cell))).join(',')}\r\n`

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Lines of a .csv as text; begins with the byte order mark, without which Excel reads UTF-8 as GBK. */
export async function* writeCsv(
  head: readonly string[],
  rows: AsyncIterable<readonly (string | number | null)[]> | Iterable<readonly (string | number | null)[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(head)}`
  for await (const row of rows) yield csvLine(row)
}
