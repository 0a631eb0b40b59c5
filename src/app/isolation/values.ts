/** What a well-informed person writes into a field of this name; without an entry the schema and the planted rows decide. */
const WORDS: readonly [RegExp, readonly string[]][] = [
  [/^hardship$/i, ['lowIncome', 'extreme']],
  [/^livingArrangement$/i, ['alone', 'emptyNest']],
  [/^careDependency$/i, ['unknown', 'severe']],
  [/^disability$/i, ['none', 'grade1']],
  [/^specialOneChildFamily$/i, ['none', 'bereaved']],
  [/^schemes?$/i, ['old-age-allowance', 'care-subsidy']],
  [/^rule$/i, ['old-age-allowance', 'special-difficulty']],
  [/^(username|deputy|account|to)$/i, ['demo-township', 'demo-district', 'other-township']],
  [
    /^(reason|purpose|note|why|text|words|comment|title|body|sourceRef|document)$/i,
    ['核对来件材料，看看是不是同一位老人'],
  ],
  [/^(move|act)$/i, ['accept', 'return', 'approve', 'refuse', 'confirm', 'submit']],
  [/^parameter$/i, ['old-age-allowance-amount', 'care-subsidy-amount']],
  [/^object$/i, ['elder', 'case', 'batch']],
  [/^relation(ship)?$/i, ['child', '子女']],
  [/^area$/i, ['elders', 'benefits']],
  [/^within$|^of$/i, ['500000', '500113']],
]

const DAYS = ['2026-11-01', '2026-11-21', '2020-01-01', '2024-01-01']
const INSTANTS = ['2026-11-21T00:00:00Z', '2025-01-01T08:00:00+08:00', '2099-01-01T00:00:00Z']

/** Values that a field of this name and format is likely to take; undefined where the planted rows should answer. */
export function likelyValues(name: string, format: string | undefined): readonly string[] | undefined {
  if (format === 'date-time' || name === 'knownAt') return INSTANTS
  if (format === 'date' || /day$|date$|^on$|On$|^from$|until|^asOf$|since$|^valid(From|To)$/i.test(name)) return DAYS
  if (/month|^period$/i.test(name)) return ['2026-11', '2026-10']
  return WORDS.find(([pattern]) => pattern.test(name))?.[1]
}

/** What is tried to break out of a condition, a path or a list of places. */
export const HOSTILE = [
  "' or '1'='1",
  "'; select * from elders.elder --",
  "%' union select name, address from elders.elder --",
  '{500101,500113}',
  '500113,500101',
  '*',
  '%',
  '_',
  '../../500101',
  '\u0000',
  '甲',
  'jiayi',
  'jy',
  '',
  '0',
  '-1',
  '99999999999999999999',
  'null',
  '[]',
]
