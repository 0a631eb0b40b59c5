import type { Day } from '../../platform/clock/day.ts'
import { findParameter, resolveParameter, type Settings } from '../../policy/index.ts'

/** Which list drives the monthly visit. */
export type Driver = 'specialDifficulty' | 'visitPriority' | 'either'

/** What a district has set for planning; undefined is not set. */
export type PlanningSettings = {
  readonly driver: Driver | undefined
  readonly monthly: number | undefined
  readonly facilityResidents: boolean | undefined
  readonly highKinds: readonly string[] | undefined
  readonly highLeast: number | undefined
  readonly highPerMonth: number | undefined
  readonly keyKinds: readonly string[] | undefined
  readonly keyPerMonth: number | undefined
  readonly generalEvery: number | undefined
  /** Ids of what is not set, in the order of the catalogue. */
  readonly unset: readonly string[]
}

const IDS = {
  driver: 'visit-list-driver',
  monthly: 'visit-list-monthly',
  facilityResidents: 'visit-facility-residents',
  highKinds: 'visit-high-kinds',
  highLeast: 'visit-high-least',
  highPerMonth: 'visit-high-per-month',
  keyKinds: 'visit-key-kinds',
  keyPerMonth: 'visit-key-per-month',
  generalEvery: 'visit-general-every-months',
} as const

/** Without these no month is planned at all. */
export const NEEDED: readonly string[] = [IDS.driver, IDS.monthly]

export const parameterName = (id: string): string => findParameter(id)?.name_zh ?? id

/** A value that a district has set, for a day; undefined where nobody has. */
export const settingOn = (settings: Settings, division: string, on: Day) => (id: string) =>
  resolveParameter(id, { on, division, settings })?.value ?? undefined

/** A whole number that a district has set; undefined where nobody has. */
export const numberOn = (settings: Settings, division: string, on: Day) => (id: string) => {
  const value = settingOn(settings, division, on)(id)
  return typeof value === 'number' ? value : undefined
}

/** What a district has set for a month's plan, read on a day. */
export function planningSettings(settings: Settings, division: string, on: Day): PlanningSettings {
  const value = settingOn(settings, division, on)
  const read = <T>(id: string) => value(id) as T | undefined
  return {
    driver: read<Driver>(IDS.driver),
    monthly: read<number>(IDS.monthly),
    facilityResidents: read<boolean>(IDS.facilityResidents),
    highKinds: read<string[]>(IDS.highKinds),
    highLeast: read<number>(IDS.highLeast),
    highPerMonth: read<number>(IDS.highPerMonth),
    keyKinds: read<string[]>(IDS.keyKinds),
    keyPerMonth: read<number>(IDS.keyPerMonth),
    generalEvery: read<number>(IDS.generalEvery),
    unset: Object.values(IDS).filter((id) => value(id) === undefined),
  }
}
