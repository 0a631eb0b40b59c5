import type { CareDay } from './contract.ts'

/** The residents of today to choose from, by bed. */
export const residentChoices = (of: CareDay) =>
  of.people.map((each) => ({ value: each.stay, label: `${each.bed ?? '未分床'} ${each.name}` }))
