export {
  type Adjustment,
  type Circumstance,
  type Condition,
  type Domain,
  type Instrument,
  type Item,
  itemsOf,
  mostPoints,
  type Option,
  type Section,
} from './instrument.ts'
export type { Answers } from './read-answers.ts'
export { type AdjustmentMade, type Score, type SettingOf, score } from './score.ts'
