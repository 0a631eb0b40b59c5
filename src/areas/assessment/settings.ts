import type { SettingOf } from '../../engines/instrument/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { findParameter, resolveParameter, type Settings } from '../../policy/index.ts'
import { readSettings } from '../rules/index.ts'

/** The open values of a district on a day: undefined where nobody has set one. */
export async function settingsOn(tx: Tx, district: string, on: Day): Promise<SettingOf> {
  return settingsFrom(await readSettings(tx), district, on)
}

export const settingsFrom =
  (settings: Settings, division: string, on: Day): SettingOf =>
  (id) => {
    const value = resolveParameter(id, { on, division, settings })?.value
    return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
  }

export const numberSetting = (settingOf: SettingOf, id: string): number | undefined => {
  const value = settingOf(id)
  return typeof value === 'number' ? value : undefined
}

/** `parameter:ID` in what a score misses, as the policy library names it: `“…”、“…”`. */
export const namesOfSettings = (missing: readonly string[]): string =>
  missing
    .filter((each) => each.startsWith('parameter:'))
    .map((each) => `“${findParameter(each.slice('parameter:'.length))?.name_zh ?? each}”`)
    .join('、')
