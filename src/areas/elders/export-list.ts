import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { record } from '../../platform/audit/index.ts'
import { inScope, newId } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import { writeCsv, writeXlsx } from '../../platform/sheets/index.ts'
import type { ElderFilter } from './contract.ts'
import { aboutRows, cellsOf, headOf, WIDTHS } from './export-cells.ts'
import { EXPORT_LIMIT } from './export-contract.ts'
import { everyElder, listStored, type StoredRow, type Surroundings } from './list-elders.ts'
import { refusals } from './refusals.ts'

export type ListFile = { name: string; type: string; body: Buffer }

/**
 * A list of at most 5,000 persons as a file, with the same conditions as on the screen, or only the persons picked there: numbers
 * masked and written as text, and a second sheet that says which conditions, who, when, what for and under which number the export
 * stands in the audit. Longer lists need a second person (`export-request.ts`).
 */
export async function exportList(
  around: Surroundings,
  filter: ElderFilter,
  how: { format: 'xlsx' | 'csv'; purpose: string; only?: readonly string[] | undefined },
): Promise<ListFile> {
  const { platform, principal } = around
  if (how.purpose.length < 2) throw new Refused(refusals.purposeMissing())
  const number = newId()
  const asOf = filter.asOf ?? platform.today()
  const rows = await inScope(platform.db, principal.scope, async (tx) => {
    const all: StoredRow[] = []
    for await (const row of everyElder((query) => listStored(tx, around, query, how.only), filter)) {
      all.push(row)
      if (all.length > EXPORT_LIMIT) throw new Refused(refusals.exportTooMany(EXPORT_LIMIT))
    }
    const { q, ...conditions } = filter
    await record(tx, {
      district: all[0]?.district ?? '',
      account: principal.account,
      action: 'elder.export',
      object: 'register',
      objectId: number,
      purpose: how.purpose,
      after: {
        conditions,
        searched: q !== undefined,
        picked: how.only?.length ?? null,
        rows: all.length,
        format: how.format,
      },
    })
    return all.map((row) => cellsOf(row, around, asOf, 'masked'))
  })
  const name = `老人台账-${asOf}`
  const head = headOf('masked')
  if (how.format === 'csv') {
    let text = ''
    for await (const line of writeCsv(head, rows)) text += line
    return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', body: Buffer.from(text) }
  }
  const stream = new PassThrough()
  const collected = buffer(stream)
  const about = { asOf, people: rows.length, by: principal.name, at: platform.now(), purpose: how.purpose, number }
  await writeXlsx(stream, [
    { name: '名单', frozenRows: 1, columnWidths: WIDTHS, rows: [head, ...rows] },
    { name: '说明', columnWidths: [16, 60], rows: aboutRows(filter, about) },
  ])
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return { name: `${name}.xlsx`, type, body: await collected }
}
