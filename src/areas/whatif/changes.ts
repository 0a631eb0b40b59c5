import type { Day } from '../../platform/clock/day.ts'
import type { Refusal } from '../../platform/http/index.ts'
import {
  findParameter,
  type ParameterRow,
  problemWithValue,
  resolveParameter,
  type Setting,
  type Settings,
} from '../../policy/index.ts'
import type { Tried } from './contract.ts'
import { refusals } from './refusals.ts'

/** One value tried out: a parameter of the catalogue, left open by a document or written in it. */
export type Change = { readonly parameter: string; readonly value: NonNullable<Setting['value']> }

const MOST_CHANGES = 20

/** Why these changes cannot be tried; undefined when they can. Pure. */
export function problemWith(changes: readonly Change[], division: string, from: Day): Refusal | undefined {
  if (changes.length === 0) return refusals.nothingChanged()
  if (changes.length > MOST_CHANGES) return refusals.tooManyChanges(MOST_CHANGES)
  const twice = changes.find((each, at) => changes.findIndex((other) => other.parameter === each.parameter) !== at)
  if (twice) return refusals.changedTwice(findParameter(twice.parameter)?.name_zh ?? twice.parameter)
  for (const { parameter, value } of changes) {
    const row = findParameter(parameter)
    if (!row) return refusals.parameterUnknown(parameter)
    if (!resolveParameter(parameter, { on: from, division })?.reaches) return refusals.outOfReach(row.name_zh)
    const problem = row.accepts ? problemWithValue(row.accepts, value) : problemWithKind(row.value, value)
    if (problem) return refusals.valueInvalid(row.name_zh, problem)
  }
  return undefined
}

/** A document's own value may be tried otherwise, but stays of its kind. */
function problemWithKind(held: ParameterRow['value'], value: Change['value']): string | undefined {
  if (held === null || (typeof held === 'object' && !Array.isArray(held))) return '这项参数没有可以试算的数值。'
  if (Array.isArray(held) !== Array.isArray(value)) return Array.isArray(held) ? '应为若干选项。' : '应只填一个数值。'
  if (typeof held !== typeof value) return KINDS[typeof held] ?? '应填写文字。'
  return typeof value === 'number' && (!Number.isFinite(value) || value < 0) ? '应为不小于 0 的数。' : undefined
}

const KINDS: Readonly<Record<string, string>> = { number: '应填写数字。', boolean: '应选择“是”或“否”。' }

/** The settings as they would stand: each change holds in the place from the day, until a later setting of the place. */
export const withChanges = (settings: Settings, changes: readonly Change[], division: string, from: Day): Settings => [
  ...settings,
  ...changes.map(
    ({ parameter, value }): Setting => ({
      parameter,
      division,
      value,
      from,
      signedBy: [],
      example: isExample(settings, parameter, division),
      trial: true,
    }),
  ),
]

/** An example stays marked as one, whatever is tried in its place. */
const isExample = (settings: Settings, parameter: string, division: string): boolean =>
  settings.some((each) => each.parameter === parameter && each.division === division && each.example)

/** What the changes replace, in the words of the catalogue. `fixed`: a document gives the value; publishing another is the document's. */
export const showChanges = (
  changes: readonly Change[],
  settings: Settings,
  division: string,
  on: Day,
): Tried['changes'] =>
  changes.flatMap(({ parameter, value }) => {
    const row = findParameter(parameter)
    const at = resolveParameter(parameter, { on, division, settings })
    if (!row || !at) return []
    return [
      {
        parameter,
        label: row.name_zh,
        unit: at.unit ?? row.accepts?.unit ?? null,
        before: at.value,
        after: value,
        fixed: row.value !== null,
        words: { ...row.words },
      },
    ]
  })
