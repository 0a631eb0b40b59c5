import { cleanIdNumber, comparable, saysNothing } from '../../platform/sheets/clean-text.ts'
import type { RawCell } from '../../platform/sheets/index.ts'
import type { ResidentId } from '../elders/index.ts'
import { findingMessages } from './findings.ts'
import { type IdProblem, readIdNumber } from './id-number.ts'

export type IdReading =
  | { kind: 'none'; hints: string[] }
  | { kind: 'valid'; id: ResidentId; hints: string[] }
  | { kind: 'other'; number: string; idKind: string; hints: string[] }
  | { kind: 'damaged'; message: string }
  | { kind: 'invalid'; message: string }

const WITHOUT_NUMBER = /^(无(身份证|证件|号码|户口)?号?|没有|未办理?|未上户|黑户|不详|遗失|暂无|缺)$/

/** Other papers, told by the column 证件类型; only their shape is known, they have no check digit that we verify. */
const OTHER_KINDS: [RegExp, string][] = [
  [/护照/, 'passport'],
  [/港澳|回乡/, 'hkMacaoPermit'],
  [/台湾|台胞/, 'taiwanPermit'],
  [/外国人|永久居留/, 'foreignPermit'],
]

/**
 * Reads an ID number. Spreadsheets keep 15 digits of a number: any longer number cell has lost its end, also when nothing
 * shows it. A text ends in 000 by chance in one of a thousand true numbers, so a text counts as damaged only when its check
 * digit is wrong too.
 */
export function readIdCell(cell: RawCell | undefined, kindText = ''): IdReading {
  if (!cell || saysNothing(cell.text) || WITHOUT_NUMBER.test(comparable(cell.text))) return { kind: 'none', hints: [] }
  const other = OTHER_KINDS.find(([pattern]) => pattern.test(kindText))
  const { text, changes } = cleanIdNumber(cell.text)
  if (text === '') return { kind: 'none', hints: [] }
  const scientific = /^\d(\.\d+)?E\+?\d{1,2}$/i.test(text)
  if (scientific) return { kind: 'damaged', message: findingMessages.idDamaged }
  if (cell.kind === 'number' || cell.kind === 'date') {
    const digits = Math.abs(Number(text)) >= 1e15
    if (digits)
      return {
        kind: 'damaged',
        message: /000$/.test(text) ? findingMessages.idDamagedZeros : findingMessages.idDamaged,
      }
  }
  if (other) {
    const shaped = /^[A-Z0-9()]{5,20}$/i.test(text)
    return shaped
      ? { kind: 'other', number: text.toUpperCase(), idKind: other[1], hints: changes }
      : { kind: 'invalid', message: findingMessages.idShape }
  }
  const reading = readIdNumber(text)
  if (reading.ok) return { kind: 'valid', id: reading.id, hints: changes }
  if (/^\d{15}000$/.test(text)) return { kind: 'damaged', message: findingMessages.idDamagedZeros }
  return { kind: 'invalid', message: problemMessage(reading.problem, text) }
}

function problemMessage(problem: IdProblem, text: string): string {
  switch (problem) {
    case 'fifteen':
      return findingMessages.idFifteen
    case 'length':
      return findingMessages.idLength(text.length)
    case 'shape':
      return findingMessages.idShape
    case 'area':
      return findingMessages.idArea
    case 'date':
      return findingMessages.idDate
    case 'checkDigit':
      return findingMessages.idCheckDigit
  }
}
