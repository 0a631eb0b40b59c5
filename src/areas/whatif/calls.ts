import { typed } from '../../ui/api.ts'
import type { SchemeCard } from '../benefits/contract.ts'
import type { CardHead } from './contract.ts'

/** Both 依据卡 of one person; the cards are those of the benefits area, of which only the type comes into the page. */
export const readCards = {
  method: 'post',
  path: '/api/whatif/cards',
  response: typed<CardHead & { before: SchemeCard[]; after: SchemeCard[] }>(),
} as const
