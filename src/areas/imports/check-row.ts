import type { Day } from '../../platform/clock/day.ts'
import type { RawCell, SheetRow } from '../../platform/sheets/index.ts'
import { cleanName, comparable, saysDitto } from './clean-text.ts'
import type { CheckedRow, ElderRecord } from './elder-record.ts'
import { type Finding, finding, findingMessages, type Hint } from './findings.ts'
import { type Field, fieldLabels, type ListKind, listKinds } from './list-kinds.ts'
import type { PlaceFinder } from './place-finder.ts'
import { readDateCell } from './read-date-cell.ts'
import { readFacts } from './read-facts.ts'
import { readIdCell } from './read-id-cell.ts'
import { readPhoneCell } from './read-phone-cell.ts'
import { readResidence } from './read-residence.ts'
import type { HeadPlan } from './recognise-head.ts'
import { readSex, type WordMemory } from './value-words.ts'

/** Everything besides the row that a check may look at. */
export type CheckContext = {
  kind: ListKind
  head: HeadPlan
  places: PlaceFinder
  words: WordMemory
  today: Day
  date1904: boolean
  /** Township named in the titles, for files without a column for it. */
  titleTownship?: string | undefined
}

/** Values that stand for the rows below (`同上`), and the section title under which a row stands. */
export type Above = { cells: Map<number, RawCell>; section: string | undefined }

/** Older than anyone who lived; guards against centuries typed wrong. */
const EARLIEST_BIRTH = '1895-01-01' as Day
const EARLIEST_EVENT = '1990-01-01' as Day
const SEXES = { male: '男', female: '女' } as const
/** A person is never filled down: two rows that share these are two mistakes or one person twice. */
const NEVER_FILLED: ReadonlySet<Field> = new Set(['name', 'idNumber', 'birthDate', 'deathDate', 'cremationDate'])

/** One row while it is being read: its cells by field, and what was found so far. */
export class RowReading {
  readonly findings: Finding[] = []
  readonly hints: Hint[] = []
  readonly context: CheckContext
  readonly #row: SheetRow
  readonly #above: Above

  constructor(row: SheetRow, context: CheckContext, above: Above) {
    this.#row = row
    this.#above = above
    this.context = context
    if (row.hidden) this.hint('hiddenRow', 'name', null, '这一行在表格里是隐藏的，也已读取。')
  }

  get section(): string | undefined {
    return this.#above.section
  }

  /** Cells of one field with their column, `同上` and merged cells filled in; blanks left out. */
  cells(field: Field): { cell: RawCell; column: number; tag: string | undefined }[] {
    const found: { cell: RawCell; column: number; tag: string | undefined }[] = []
    for (const { index, meaning } of this.context.head.columns) {
      if (meaning.kind !== 'field' && meaning.kind !== 'flag') continue
      if (meaning.field !== field) continue
      const cell = this.#filled(this.#row.cells[index], index, field)
      if (cell) found.push({ cell, column: index, tag: meaning.kind === 'flag' ? meaning.tag : undefined })
    }
    return found
  }

  cell(field: Field): RawCell | undefined {
    return this.cells(field)[0]?.cell
  }

  /** The first column of a field, whether or not this row has a value there. */
  column(field: Field): number | null {
    const plan = this.context.head.columns.find(
      ({ meaning }) => (meaning.kind === 'field' || meaning.kind === 'flag') && meaning.field === field,
    )
    return plan?.index ?? null
  }

  find(
    code: Finding['code'],
    field: Field,
    message: string,
    group: string | null = null,
    column = this.column(field),
  ): void {
    this.findings.push(finding(code, fieldLabels[field], column, message, group))
  }

  hint(code: string, field: Field, column: number | null, message: string): void {
    this.hints.push({ code, message, column, field: fieldLabels[field] })
  }

  #filled(cell: RawCell | undefined, column: number, field: Field): RawCell | undefined {
    if (!cell || cell.text.trim() === '') return undefined
    if (NEVER_FILLED.has(field)) return cell.merged ? undefined : cell
    if (cell.kind === 'text' && saysDitto(cell.text)) {
      const source = this.#above.cells.get(column)
      if (!source) return undefined
      this.hint('filledDown', field, column, `“${cell.text.trim()}”已按上一行填为“${source.text.trim()}”。`)
      // Kept in the row, so that a later check of this row alone gives the same answer.
      this.#row.cells[column] = { ...source, merged: true }
      return source
    }
    if (cell.merged) this.hint('filledDown', field, column, `合并的单元格已填为“${cell.text.trim()}”。`)
    this.#above.cells.set(column, cell)
    return cell
  }
}

/** Cleans and checks one row of a person. Pure: the same row in the same context gives the same answer. */
export function checkRow(row: SheetRow, context: CheckContext, above: Above): CheckedRow {
  const reading = new RowReading(row, context, above)
  const identity = readPerson(reading)
  const residence = readResidence(reading)
  const record: ElderRecord = {
    ...identity,
    ...residence,
    ...readContacts(reading),
    ...readFacts(reading),
    ...readEvents(reading),
  }
  return { row: row.number, hidden: row.hidden, record, findings: reading.findings, hints: reading.hints }
}

type Person = Pick<ElderRecord, 'name' | 'sex' | 'birthDate' | 'idKind' | 'idNumber'>

function readPerson(reading: RowReading): Person {
  const name = readName(reading)
  const id = readIdCell(reading.cell('idNumber'), comparable(reading.cell('idKind')?.text ?? ''))
  if (id.kind === 'damaged') reading.find('idDamagedBySpreadsheet', 'idNumber', id.message)
  else if (id.kind === 'invalid') reading.find('idChecksum', 'idNumber', id.message)
  else if (id.kind === 'none' && listKinds[reading.context.kind].requiresIdNumber) {
    reading.find('required', 'idNumber', '缺少身份证号，无法与台账比对，请补填。')
  } else {
    if (id.hints.length > 0)
      reading.hint('cleaned', 'idNumber', reading.column('idNumber'), `身份证号${id.hints.join('、')}。`)
    if (id.kind === 'none')
      reading.hint('withoutId', 'idNumber', reading.column('idNumber'), '没有身份证号，将按姓名、出生日期和住址识别。')
  }
  const birth = readBirth(reading, id.kind === 'valid' ? id.id.birthDate : null)
  const sex = readSexCell(reading, id.kind === 'valid' ? id.id.sex : null, id.kind === 'none' || id.kind === 'other')
  if (id.kind === 'valid') return { name, sex, birthDate: birth, idKind: 'residentId', idNumber: id.id.number }
  if (id.kind === 'other') return { name, sex, birthDate: birth, idKind: id.idKind, idNumber: id.number }
  return { name, sex, birthDate: birth, idKind: null, idNumber: null }
}

function readName(reading: RowReading): string {
  const cell = reading.cell('name')
  const { text, changes } = cleanName(cell?.text ?? '')
  const usable = cell?.kind === 'error' ? '' : text
  if (usable === '') reading.find('required', 'name', findingMessages.nameMissing)
  else if ([...usable].length > 50) reading.find('required', 'name', findingMessages.nameTooLong)
  else if (/[?？□�]/.test(usable))
    reading.hint(
      'nameDoubtful',
      'name',
      reading.column('name'),
      '姓名里有“？”或“□”，可能是生僻字没有显示出来，请核对。',
    )
  if (changes.length > 0) reading.hint('cleaned', 'name', reading.column('name'), `姓名${changes.join('、')}。`)
  return usable
}

function readBirth(reading: RowReading, fromId: Day | null): Day | null {
  const { today, date1904 } = reading.context
  const column = reading.column('birthDate')
  const birth = readDateCell(reading.cell('birthDate'), { earliest: EARLIEST_BIRTH, latest: today, date1904 })
  if (birth.kind === 'invalid') reading.find('dateInvalid', 'birthDate', birth.message)
  if (birth.kind !== 'day') return fromId
  if (birth.changed) reading.hint('cleaned', 'birthDate', column, `出生日期已读作 ${birth.day}。`)
  if (fromId && fromId !== birth.day)
    reading.find('idBirthdateMismatch', 'birthDate', findingMessages.birthdateMismatch(fromId))
  return fromId ?? birth.day
}

function readSexCell(
  reading: RowReading,
  fromId: 'male' | 'female' | null,
  withoutResidentId: boolean,
): 'male' | 'female' | null {
  const text = reading.cell('sex')?.text ?? ''
  const sex = readSex(text)
  if (sex === 'unclear') {
    if (withoutResidentId) reading.find('sexMismatch', 'sex', findingMessages.sexUnknown, comparable(text))
    else reading.hint('sexFromId', 'sex', reading.column('sex'), '看不出性别，已按身份证号判断。')
  }
  if (sex === 'none' || sex === 'unclear') return fromId
  if (fromId && fromId !== sex) reading.find('sexMismatch', 'sex', findingMessages.sexMismatch(SEXES[fromId]))
  return fromId ?? sex
}

function readContacts(reading: RowReading): Pick<ElderRecord, 'phones' | 'contact'> {
  const phones: string[] = []
  for (const { cell, column } of reading.cells('phone')) {
    const phone = readPhoneCell(cell)
    if (phone.kind === 'invalid') reading.find('phoneInvalid', 'phone', findingMessages.phoneInvalid, null, column)
    if (phone.kind !== 'phones') continue
    if (phone.cleaned) reading.hint('cleaned', 'phone', column, '电话号码里的连字符、空格等已去掉。')
    for (const one of phone.phones) if (!phones.includes(one)) phones.push(one)
  }
  const contactPhone = readPhoneCell(reading.cell('contactPhone'))
  if (contactPhone.kind === 'invalid') reading.find('phoneInvalid', 'contactPhone', findingMessages.phoneInvalid)
  const name = cleanName(reading.cell('contactName')?.text ?? '').text
  const relation = comparable(reading.cell('contactRelation')?.text ?? '')
  const phone = contactPhone.kind === 'phones' ? contactPhone.phones[0]! : null
  const contact = phone === null ? null : { name: name || null, phone, relation: relation || null }
  return { phones, contact }
}

function readEvents(reading: RowReading): Pick<ElderRecord, 'deathDate' | 'since' | 'until'> {
  const { today, date1904, kind } = reading.context
  const day = (field: Field, latest: Day): Day | null => {
    const read = readDateCell(reading.cell(field), {
      earliest: EARLIEST_EVENT,
      latest,
      date1904,
      implausible: '这个日期不合理，请核对后重新填写，例如 2026-03-12。',
    })
    if (read.kind === 'invalid') reading.find('dateInvalid', field, read.message)
    return read.kind === 'day' ? read.day : null
  }
  if (kind === 'ledger') return { deathDate: null, since: null, until: null }
  const died = day('deathDate', today)
  const cremated = day('cremationDate', today)
  if (kind === 'deaths' && !died && !reading.findings.some((one) => one.field === fieldLabels.deathDate)) {
    reading.find('required', 'deathDate', '缺少死亡日期，请补填。')
  }
  // A cremation proves a death on that day at the latest; the day itself comes with the list of public security.
  return { deathDate: died ?? cremated, since: day('since', today), until: day('until', '2100-01-01' as Day) }
}
