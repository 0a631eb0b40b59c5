import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { orRefuse, Refused } from '../../platform/http/problem.ts'
import { columnLetters, comparable, openWorkbook } from '../../platform/sheets/index.ts'
import type { Entry, List } from './list.ts'
import { type Head, type RowRead, RowReader, readHead, type SheetFinding, sheetFindings } from './read-sheet.ts'
import { refusals } from './refusals.ts'
import { columns, type EntryRow, holdsOn, sameEntry, table } from './rows.ts'
import { addEntry, changeEntry, type Hand } from './write-entry.ts'

/** Who and where a row speaks of, in the words of the sheet; the engine knows no area. */
export type Links = {
  readonly place: (text: {
    readonly township: string
    readonly village: string
  }) => { readonly township: string | null; readonly village: string | null } | { readonly problem: string }
  readonly facility: (
    text: string,
  ) => { readonly id: string; readonly township: string; readonly village: string | null } | undefined
  readonly organisation: (text: string) => string | undefined
}

/** The report of a sheet: the same form as of the elders' import. */
export type SheetReport = {
  readonly rows: number
  /** Rows with no finding. */
  readonly valid: number
  readonly errors: readonly SheetFinding[]
  readonly unmappedColumns: readonly string[]
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

type Order = { readonly district: string; readonly from: Day; readonly links: Links; readonly commit: boolean }

/**
 * Takes a table into a list: all valid rows, or with `commit` false none, only what would become of them. An entry is known again by its name and township; a
 * blank cell says nothing and takes nothing away; nobody is removed for missing from a file. The same file twice changes nothing.
 * @throws SheetRefused for a file that cannot be read, Refused where it has no head
 */
export async function takeIn(tx: Tx, list: List, content: Uint8Array, order: Order, hand: Hand): Promise<SheetReport> {
  const { rows, head } = await readRows(list, content)
  // Sheets for one list of one district take turns, so that two of them do not both add what neither has seen.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${list.id} ${order.district}`}, 1))`.execute(tx)
  const known = await knownEntries(tx, list, order)
  const seen = new Map<string, number>()
  const errors: SheetFinding[] = []
  const count = { added: 0, changed: 0, unchanged: 0, valid: 0 }
  for (const read of rows) {
    const linked = linkRow(list, read, head, order.links)
    const findings = [...read.findings, ...linked.findings]
    const key = keyOf(linked.entry.name, linked.entry.township)
    const earlier = seen.get(key)
    if (earlier !== undefined && read.text.name !== undefined)
      findings.push(
        findingAt(read.row, null, 'duplicateInFile', `与第 ${earlier} 行的名称和地点相同，请核对后保留其中一行。`),
      )
    else seen.set(key, read.row)
    errors.push(...findings)
    if (findings.length > 0) continue
    count.valid++
    count[await settle(tx, list, order, linked.entry, read.since ?? order.from, known.get(key), hand)]++
  }
  return { rows: rows.length, errors, unmappedColumns: head.unmapped, ...count }
}

const keyOf = (name: string, township: string | null): string => `${comparable(name)} ${township ?? ''}`
const findingAt = (row: number, column: string | null, code: SheetFinding['code'], message: string): SheetFinding => ({
  row,
  column,
  code,
  class: sheetFindings[code],
  message,
})

async function readRows(list: List, content: Uint8Array): Promise<{ rows: RowRead[]; head: Head }> {
  const workbook = await openWorkbook(content)
  try {
    for (const [at, sheet] of workbook.sheets.entries()) {
      if (sheet.hidden) continue
      let head: Head | undefined
      let reader: RowReader | undefined
      const rows: RowRead[] = []
      for await (const row of workbook.rows(at)) {
        if (reader === undefined) {
          head = readHead(list, row)
          if (head !== undefined) reader = new RowReader(list, head, workbook.date1904)
          continue
        }
        const read = reader.read(row)
        if (read !== undefined) rows.push(read)
      }
      if (head !== undefined) return { rows, head }
    }
  } finally {
    await workbook.close()
  }
  throw new Refused(refusals.sheetWithoutHead(list))
}

/** The entries of the district that hold on the day, by what they are known again by. */
async function knownEntries(tx: Tx, list: List, { district, from }: Order): Promise<Map<string, EntryRow>> {
  const { rows } = await sql<EntryRow>`
    select ${columns(list)} from ${table(list)} p where p.district = ${district} and ${holdsOn(from)} order by p.recorded_at`.execute(
    tx,
  )
  return new Map(rows.map((row) => [keyOf(row.name, row.township), row]))
}

function linkRow(
  list: List,
  { row, text, values }: RowRead,
  { own }: Head,
  links: Links,
): { entry: Entry; findings: SheetFinding[] } {
  const findings: SheetFinding[] = []
  const facility = text.facility === undefined ? undefined : links.facility(text.facility)
  if (text.facility !== undefined && facility === undefined)
    findings.push(
      findingAt(
        row,
        letterOf(own.facility),
        'facilityUnknown',
        `没有找到设施“${text.facility}”，请填设施台账里的名称或编号。`,
      ),
    )
  const organisation = text.organisation === undefined ? null : links.organisation(text.organisation)
  if (organisation === undefined)
    findings.push(
      findingAt(
        row,
        letterOf(own.organisation),
        'organisationUnknown',
        '统一社会信用代码应为 18 位且校验相符，请核对。',
      ),
    )
  const place = facility ?? links.place({ township: text.township ?? '', village: text.village ?? '' })
  if ('problem' in place)
    findings.push(findingAt(row, letterOf(own.village ?? own.township), 'divisionUnknown', place.problem))
  const at = 'problem' in place ? { township: null, village: null } : place
  if (list.place === 'township' && at.township === null && !('problem' in place))
    findings.push(findingAt(row, letterOf(own.township), 'required', '缺少所在乡镇（街道），请补填。'))
  return {
    entry: {
      name: text.name ?? '',
      township: at.township,
      village: at.village,
      facility: facility?.id ?? null,
      organisation: organisation ?? null,
      values,
    },
    findings,
  }
}

const letterOf = (at: number | undefined): string | null => (at === undefined ? null : columnLetters(at + 1))

async function settle(
  tx: Tx,
  list: List,
  { district, commit }: Order,
  entry: Entry,
  from: Day,
  held: EntryRow | undefined,
  hand: Hand,
): Promise<'added' | 'changed' | 'unchanged'> {
  if (held === undefined) {
    if (commit) await addEntry(tx, list, { ...entry, district }, from, hand)
    return 'added'
  }
  const values = { ...held.values }
  for (const [name, value] of Object.entries(entry.values)) if (value !== null) values[name] = value
  const becomes: Entry = {
    name: held.name,
    township: held.township,
    village: entry.village ?? held.village,
    facility: entry.facility ?? held.facility,
    organisation: entry.organisation ?? held.organisation,
    values,
  }
  if (sameEntry(held, becomes)) return 'unchanged'
  if (commit) {
    const key = { district, entry: held.entry }
    orRefuse(await changeEntry(tx, list, key, { from: from < held.from ? held.from : from, holds: becomes }, hand))
  }
  return 'changed'
}
