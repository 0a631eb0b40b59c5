import { comparable } from '../../platform/sheets/clean-text.ts'
import type { ElderRecord, Said } from './elder-record.ts'
import { findingMessages } from './findings.ts'
import type { Field } from './list-kinds.ts'
import type { RowReading } from './row-reading.ts'
import {
  type HardshipTag,
  type LivingTag,
  readDisability,
  readFlag,
  readSpecialFamily,
  readTags,
  type SpecialFamily,
} from './value-words.ts'

type Facts = Pick<ElderRecord, 'hardship' | 'livingArrangement' | 'specialOneChildFamily' | 'disability'>

/** The columns that become period facts. A column that the file does not have says nothing. */
export function readFacts(reading: RowReading): Facts {
  const hardship = emptyIfColumn<HardshipTag>(reading, 'hardship')
  const living = emptyIfColumn<LivingTag>(reading, 'livingArrangement')
  readTagColumns(reading, 'hardship', hardship, living)
  readTagColumns(reading, 'livingArrangement', hardship, living)
  return {
    hardship: reading.column('hardship') === null && hardship.tags.length === 0 ? null : hardship,
    livingArrangement: reading.column('livingArrangement') === null && living.tags.length === 0 ? null : living,
    specialOneChildFamily: readSpecial(reading),
    disability: readDisabilityColumns(reading),
  }
}

const emptyIfColumn = <T>(reading: RowReading, field: Field): Said<T> => ({
  tags: [],
  // Only blanks: nobody said anything, which is not 否.
  explicit: reading.cells(field).length > 0,
})

function readTagColumns(
  reading: RowReading,
  field: 'hardship' | 'livingArrangement',
  hardship: Said<HardshipTag>,
  living: Said<LivingTag>,
): void {
  for (const { cell, column, tag } of reading.cells(field)) {
    const flagged = tag === undefined ? undefined : readFlag(cell.text, tag)
    if (tag !== undefined && flagged !== undefined) {
      if (flagged) push(field === 'hardship' ? hardship.tags : living.tags, tag as never)
      continue
    }
    const tags = readTags(cell.text, field, reading.context.words)
    for (const one of tags.hardship) push(hardship.tags, one)
    for (const one of tags.living) push(living.tags, one)
    const strayed = field === 'hardship' ? tags.living.length : tags.hardship.length
    if (strayed > 0)
      reading.hint('tagOfOtherColumn', field, column, `“${cell.text.trim()}”里有另一列的内容，已分别记下。`)
    if (tags.unknown.length === 0) continue
    const words = tags.unknown.map((word) => (word.length > 20 ? `${word.slice(0, 20)}…` : word)).join('、')
    const message = field === 'hardship' ? findingMessages.hardshipUnknown(words) : findingMessages.livingUnknown(words)
    reading.find(
      field === 'hardship' ? 'hardshipUnknown' : 'livingArrangementUnknown',
      field,
      message,
      comparable(cell.text),
      column,
    )
  }
}

function push<T>(tags: T[], tag: T): void {
  if (!tags.includes(tag)) tags.push(tag)
}

function readSpecial(reading: RowReading): Said<SpecialFamily> | null {
  const column = reading.column('specialOneChildFamily')
  if (column === null) return null
  const text = reading.cell('specialOneChildFamily')?.text ?? ''
  const family = readSpecialFamily(text)
  if (family === 'unclear') {
    reading.hint(
      'specialFamilyKindMissing',
      'specialOneChildFamily',
      column,
      '请写明是失独还是独生子女伤残；没有写明的暂不记入。',
    )
    return null
  }
  return { tags: family === 'none' ? [] : [family], explicit: text.trim() !== '' }
}

function readDisabilityColumns(reading: RowReading): ElderRecord['disability'] {
  const fields = ['disability', 'disabilityCategory', 'disabilityGrade'] as const
  const texts = fields.flatMap((field) => reading.cells(field).map(({ cell }) => cell.text))
  if (texts.length === 0) return null
  const readings = texts.map(readDisability)
  const category = readings.find((one) => one.category !== null)?.category ?? null
  const grade = readings.find((one) => one.grade !== null)?.grade ?? null
  const none = readings.every((one) => one.none)
  if (!none && (grade === null || category === null)) {
    reading.hint(
      'disabilityUnclear',
      'disability',
      fields.map((field) => reading.column(field)).find((index) => index !== null) ?? null,
      '看不出残疾类别或等级，暂不记入。请写成“肢体二级”这样的形式。',
    )
    return null
  }
  return none ? { category: null, grade: null, none: true } : { category, grade, none: false }
}
