import type { Day } from '../../platform/clock/day.ts'
import { cleanName, comparable } from '../../platform/sheets/clean-text.ts'
import type { SheetRow } from '../../platform/sheets/index.ts'
import type { CheckedRow, ElderRecord } from './elder-record.ts'
import { findingMessages } from './findings.ts'
import { type Field, fieldLabels, listKinds } from './list-kinds.ts'
import { readDateCell } from './read-date-cell.ts'
import { readFacts } from './read-facts.ts'
import { readIdCell } from './read-id-cell.ts'
import { readPhoneCell } from './read-phone-cell.ts'
import { readResidence } from './read-residence.ts'
import { type Above, type CheckContext, RowReading } from './row-reading.ts'
import { readSex } from './value-words.ts'

/** Older than anyone who lived; guards against centuries typed wrong. */
const EARLIEST_BIRTH = '1895-01-01' as Day
const EARLIEST_EVENT = '1990-01-01' as Day
const SEXES = { male: '男', female: '女' } as const
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
