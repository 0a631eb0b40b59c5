import { type Day, day } from '../../platform/clock/day.ts'
import {
  columnLetters,
  comparable,
  type RawCell,
  readDayCell,
  type SheetRow,
  saysDitto,
  saysNothing,
  saysYes,
} from '../../platform/sheets/index.ts'
import type { Field, List, Value } from './list.ts'
import { problemWith } from './read-entry.ts'

/** 阻断 keeps a row out; 确认 waits for somebody's decision. The same two as in the elders' import. */
export const sheetFindings = {
  required: 'block',
  dateInvalid: 'block',
  numberInvalid: 'block',
  divisionUnknown: 'block',
  duplicateInFile: 'block',
  choiceUnknown: 'confirm',
  facilityUnknown: 'confirm',
  organisationUnknown: 'confirm',
} as const

export type SheetFinding = {
  readonly row: number
  /** As the sheet shows it: `C`; null where the file has no such column. */
  readonly column: string | null
  readonly code: keyof typeof sheetFindings
  readonly class: 'block' | 'confirm'
  readonly message: string
}

/** What a sheet's row may say besides the fields of its list. */
export type OwnColumn = 'name' | 'township' | 'village' | 'facility' | 'organisation' | 'since'

export type Head = {
  readonly row: number
  readonly own: Readonly<Partial<Record<OwnColumn, number>>>
  readonly fields: readonly { readonly field: Field; readonly at: number; readonly inTenThousands: boolean }[]
  readonly unmapped: readonly string[]
}

export type RowRead = {
  readonly row: number
  readonly text: Readonly<Partial<Record<OwnColumn, string>>>
  readonly since: Day | null
  readonly values: Readonly<Record<string, Value>>
  readonly findings: readonly SheetFinding[]
}

const OWN: Readonly<Record<Exclude<OwnColumn, 'name'>, readonly string[]>> = {
  township: ['乡镇', '镇街', '乡镇街道', '街道', '所在乡镇', '所属镇街', '所在镇街'],
  village: ['村', '社区', '村社区', '村居', '所在村社区', '行政村'],
  facility: ['关联设施', '设施名称', '机构名称', '养老机构', '所属机构', '设施编号'],
  organisation: ['统一社会信用代码', '信用代码', '运营单位代码', '单位代码'],
  since: ['起始日期', '登记日期', '自何日起', '起始时间'],
}
const bare = (text: string): string => comparable(text).replaceAll(/[(（[【].*?[)）\]】]|[:：*※/、,，·]/g, '')

/** Without the apostrophe that our own export puts before what a spreadsheet would run. */
const asWritten = (text: string): string => text.replace(/^'(?=\s*[=+\-@＝＋－＠])/, '')

/** What each column of a head row is, or undefined where the row is no head: it has no name. */
export function readHead(list: List, { number, cells }: SheetRow): Head | undefined {
  const own: Partial<Record<OwnColumn, number>> = {}
  const fields: { field: Field; at: number; inTenThousands: boolean }[] = []
  const unmapped: string[] = []
  const names = [bare(list.nameLabel), '名称']
  cells.forEach((cell, at) => {
    const text = cell?.text ?? ''
    const heading = bare(text)
    if (heading === '' || /^(序号|编号|号)$/.test(heading)) return
    const field = list.fields.find((each) =>
      [each.label, ...(each.alsoCalled ?? [])].some((label) => bare(label) === heading),
    )
    const mine = (Object.keys(OWN) as (keyof typeof OWN)[]).find((key) => OWN[key].includes(heading))
    if (names.includes(heading) && own.name === undefined) own.name = at
    else if (field !== undefined && !fields.some((each) => each.field === field))
      fields.push({ field, at, inTenThousands: /万元/.test(text) })
    else if (mine !== undefined && own[mine] === undefined) own[mine] = at
    else unmapped.push(text.trim())
  })
  return own.name === undefined ? undefined : { row: number, own, fields, unmapped }
}

/** Reads the rows below a head; blank rows and rows of totals are none. */
export class RowReader {
  readonly #list: List
  readonly #head: Head
  readonly #date1904: boolean
  #above: (RawCell | undefined)[] = []

  constructor(list: List, head: Head, date1904: boolean) {
    this.#list = list
    this.#head = head
    this.#date1904 = date1904
  }

  read({ number, cells }: SheetRow): RowRead | undefined {
    const filled = cells.map((cell, at) => (cell !== undefined && saysDitto(cell.text) ? this.#above[at] : cell))
    const used = [...Object.values(this.#head.own), ...this.#head.fields.map((each) => each.at)]
    if (used.every((at) => (filled[at]?.text ?? '').trim() === '')) return undefined
    if (cells.some((cell) => /^(合计|总计|小计|共计)/.test(comparable(cell?.text ?? '')))) return undefined
    this.#above = filled
    const findings: SheetFinding[] = []
    const find = (code: keyof typeof sheetFindings, at: number | undefined, message: string) =>
      findings.push({
        row: number,
        column: at === undefined ? null : columnLetters(at + 1),
        code,
        class: sheetFindings[code],
        message,
      })
    const text: Partial<Record<OwnColumn, string>> = {}
    for (const [key, at] of Object.entries(this.#head.own) as [OwnColumn, number][]) {
      const said = asWritten(filled[at]?.text.replaceAll(/[\s\u3000]+/g, ' ').trim() ?? '')
      if (said !== '' && (key === 'name' || !saysNothing(said))) text[key] = said
    }
    if (text.name === undefined) find('required', this.#head.own.name, `缺少${this.#list.nameLabel}，请补填。`)
    const since = this.#dayOf(filled[this.#head.own.since ?? -1])
    if (since === undefined) find('dateInvalid', this.#head.own.since, '日期认不出来或不存在。请写成 2026-11-01。')
    const values: Record<string, Value> = {}
    for (const { field, at, inTenThousands } of this.#head.fields) {
      const read = this.#valueOf(field, filled[at], inTenThousands)
      const problem = 'problem' in read ? read : undefined
      const value = 'problem' in read ? null : read.value
      if (problem) find(problem.problem, at, `${field.label}${problem.message}`)
      else {
        const wrong = problemWith(field, value)
        if (wrong === undefined) values[field.name] = value
        else find(value === null ? 'required' : 'numberInvalid', at, `${field.label}${wrong}`)
      }
    }
    for (const field of this.#list.fields)
      if (field.required && !this.#head.fields.some((each) => each.field === field))
        find('required', undefined, `表格里没有“${field.label}”一列，请补上。`)
    return { row: number, text, since: since ?? null, values, findings }
  }

  /** Null for an empty cell, undefined for one that cannot be read. */
  #dayOf(cell: RawCell | undefined): Day | null | undefined {
    const read = readDayCell(cell, { earliest: day('1949-10-01'), latest: day('2099-12-31'), date1904: this.#date1904 })
    return read.kind === 'none' ? null : read.kind === 'day' ? read.day : undefined
  }

  #valueOf(
    field: Field,
    cell: RawCell | undefined,
    inTenThousands: boolean,
  ): { value: Value } | { problem: keyof typeof sheetFindings; message: string } {
    const text = cell?.text.trim() ?? ''
    const plain = comparable(text)
    if (plain === '') return { value: null }
    switch (field.type) {
      case 'text':
        return { value: asWritten(text) }
      case 'day': {
        const value = this.#dayOf(cell)
        return value === undefined
          ? { problem: 'dateInvalid', message: '认不出来或不存在，请写成 2026-11-01。' }
          : { value }
      }
      case 'yesNo':
        if (saysYes(text)) return { value: true }
        return saysNothing(text) ? { value: false } : { problem: 'choiceUnknown', message: '请填“是”或“否”。' }
      case 'choice': {
        const found = Object.entries(field.choices ?? {}).find(
          ([key, word]) => comparable(word) === plain || key === text,
        )
        if (found !== undefined) return { value: found[0] }
        if (saysNothing(text)) return { value: null }
        const words = Object.values(field.choices ?? {}).join('、')
        return { problem: 'choiceUnknown', message: `不认识“${text}”，请选择：${words}。` }
      }
      default: {
        const digits = plain
          .replaceAll(/[,，]/g, '')
          .replace(/(平方米|平米|㎡|m2|张|处|个|人|户|元|万元|米|台|套|部)$/, '')
        if (!/^-?\d+(\.\d+)?$/.test(digits))
          return saysNothing(text) && digits !== '0'
            ? { value: null }
            : { problem: 'numberInvalid', message: '应为数字。' }
        const figure =
          Number(digits) * (field.type === 'fen' ? (inTenThousands || plain.endsWith('万元') ? 1_000_000 : 100) : 1)
        // Sums with halves of a fen do not exist; binary fractions of whole ones do.
        return { value: field.type === 'fen' ? Math.round(figure) : figure }
      }
    }
  }
}
