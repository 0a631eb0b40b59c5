/** Values that a district sets where the documents leave them open. Comes in as an argument: no file, no database here. */

import type { ParameterValue } from '../engines/rulebook/index.ts'
import type { Day } from '../platform/clock/day.ts'
import type { Accepts } from './catalogue.ts'

export type Setting = {
  readonly parameter: string
  /** Key of the district (or the city, or the nation) that it holds for. */
  readonly division: string
  readonly value: ParameterValue
  readonly from: Day
  /** Exclusive; absent or null while it lasts. */
  readonly until?: Day | null
  /** Account of whoever proposed it, and of the second person who approved. */
  readonly signedBy: readonly string[]
  /** Made for the demonstration: shown as 示例 wherever it is seen. */
  readonly example: boolean
  /** Tried out in a sandbox: stands in for a document's own value too. Nothing that is kept for real carries it. */
  readonly trial?: true
}

export type Settings = readonly Setting[]

export const noSettings: Settings = []

/** The setting in force for the nearest place of a chain (village, township, district, city, nation). */
export function findSetting(
  settings: Settings,
  parameter: string,
  chain: readonly string[],
  on: Day,
): Setting | undefined {
  for (const division of chain) {
    const held = settings.filter(
      (each) =>
        each.parameter === parameter &&
        each.division === division &&
        each.from <= on &&
        !(each.until && on >= each.until),
    )
    const latest = held.reduce<Setting | undefined>(
      (best, each) => (!best || each.from >= best.from ? each : best),
      undefined,
    )
    if (latest) return latest
  }
  return undefined
}

/** What is wrong with a value for an open parameter, in Chinese; undefined when it may be set. */
export function problemWithValue(accepts: Accepts, value: unknown): string | undefined {
  const choices = accepts.choices ?? []
  switch (accepts.type) {
    case 'yuan':
    case 'integer': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return '应填写数字。'
      if (accepts.type === 'integer' && !Number.isInteger(value)) return '应填写整数。'
      if (accepts.type === 'yuan' && Math.abs(value * 100 - Math.round(value * 100)) > 1e-6)
        return '金额最多到分，即两位小数。'
      const [min, max] = [accepts.min ?? 0, accepts.max ?? 1_000_000_000]
      return value >= min && value <= max ? undefined : `应在 ${min} 至 ${max} 之间。`
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : '应选择“是”或“否”。'
    case 'choice':
      return typeof value === 'string' && choices.includes(value) ? undefined : '应从列出的选项中选择一项。'
    case 'set':
      return Array.isArray(value) &&
        new Set(value).size === value.length &&
        value.every((each) => typeof each === 'string' && choices.includes(each))
        ? undefined
        : '应从列出的选项中选择，可以多选，也可以不选。'
  }
}
