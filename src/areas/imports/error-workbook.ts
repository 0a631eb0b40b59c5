import { PassThrough } from 'node:stream'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { neutralise, type OutCell, type RawCell, writeXlsx } from '../../platform/sheets/index.ts'
import { type Batch, type FindingRow, keptRows, listFindings } from './queries.ts'
import { openFixes, openRow, repairedRow } from './sealed-cells.ts'

const ROWS_AT_ONCE = 1000
/** The last column, hidden: which row of which batch this is, sealed, so that a corrected workbook finds its batch again. */
export const ROW_KEY_HEADING = '行标识（请勿改动）'

const rowKey = (keyring: Keyring, batch: string, row: number): string =>
  keyring.seal(`${batch} ${row}`).toString('base64url')

/** Batch and row of a key that we wrote; undefined for anything else. */
export function readRowKey(keyring: Keyring, text: string): { batch: string; row: number } | undefined {
  try {
    const [, batch = '', row] =
      /^([0-9a-f-]{36}) (\d+)$/.exec(keyring.open(Buffer.from(text.trim(), 'base64url'))) ?? []
    return row === undefined ? undefined : { batch, row: Number(row) }
  } catch {
    return undefined
  }
}

/**
 * The rows that could not be committed, as a workbook of the same layout with a column 问题说明: the cell with the problem is
 * coloured and says in a comment what to do. Repaired there, it can be uploaded again. ID numbers are text cells in full, since
 * that is what has to be corrected; whoever may download it may edit the batch.
 */
export async function errorWorkbook(tx: Tx, keyring: Keyring, batch: Batch): Promise<Buffer> {
  const findings = Map.groupBy(
    (await listFindings(tx, batch)).filter((one) => !one.accepted),
    (one) => one.row,
  )
  const width = Math.max(0, ...batch.head.columns.map(({ index }) => index + 1))
  const headings: string[] = Array.from({ length: width }, () => '')
  for (const { index, heading } of batch.head.columns) headings[index] = heading
  const output = new PassThrough()
  const pieces: Buffer[] = []
  output.on('data', (piece: Buffer) => pieces.push(piece))

  async function* rows(): AsyncGenerator<OutCell[]> {
    yield [...headings, '问题说明', ROW_KEY_HEADING]
    const numbers = [...findings.keys()]
    for (let at = 0; at < numbers.length; at += ROWS_AT_ONCE) {
      for (const kept of await keptRows(tx, batch, { rows: numbers.slice(at, at + ROWS_AT_ONCE) })) {
        const row = repairedRow(kept.row_no, kept.hidden, openRow(keyring, kept.cells), openFixes(keyring, kept.fixes))
        const own = findings.get(kept.row_no) ?? []
        const cells: OutCell[] = headings.map((_, column) =>
          outCell(
            row.cells[column],
            own.filter((one) => one.columnNo === column),
          ),
        )
        yield [
          ...cells,
          own.map((one) => `${one.field}：${one.message}`).join('\n'),
          rowKey(keyring, batch.id, kept.row_no),
        ]
      }
    }
  }
  await writeXlsx(output, [
    {
      name: '需要修改',
      frozenRows: 1,
      columnWidths: [...headings.map(() => 16), 60],
      hiddenColumns: [width + 1],
      rows: rows(),
    },
    {
      name: '说明',
      columnWidths: [20, 60],
      rows: [
        ['来源文件', batch.fileName],
        ['工作表', batch.sheet],
        [
          '怎样使用',
          '红色的格子必须改正，黄色的格子请核对。改好后把这份表格重新上传，改动会回到原来的批次，不会重复。',
        ],
      ],
    },
  ])
  return Buffer.concat(pieces)
}

/** A cell as it goes out: days as the written day, which reads back the same; everything else as it stood, numbers as text. */
const writtenText = (cell: RawCell | undefined): string | null =>
  cell === undefined ? null : cell.kind === 'date' ? (cell.day ?? cell.text) : cell.text

/** What a cell of ours says when it is read back unchanged. */
export const outText = (cell: RawCell | undefined): string => neutralise(writtenText(cell) ?? '').trim()

function outCell(cell: RawCell | undefined, own: FindingRow[]): OutCell {
  const value = writtenText(cell)
  if (own.length === 0) return value
  return {
    value,
    fill: own.some((one) => one.class === 'block') ? 'block' : 'confirm',
    comment: own.map((one) => one.message).join('\n'),
  }
}
