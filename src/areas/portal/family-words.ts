import type { FamilyPart } from './contract.ts'

/** What an elder may show the family, in the words in which it is asked. */
export const PART_WORDS: Readonly<Record<FamilyPart, string>> = {
  visits: '有没有人看望、谁去的、下次什么时候',
  condition: '看望时发现的身体和生活情况',
  needs: '提出的需要和办得怎样',
  benefits: '待遇和发放',
  cases: '办件',
  readers: '谁看过档案',
}
export const PART_ORDER = Object.keys(PART_WORDS) as readonly FamilyPart[]
