import { z } from 'zod'
import { Acted } from './contract.ts'
import { at, District, Fen, Month, Scheme } from './contract-parts.ts'

const Side = { districtName: z.string(), other: z.string(), otherName: z.string(), amountFen: Fen }
/** `district` paid people for months that `other` had to bear. */
export const Settlements = z.object({
  open: z.array(
    z.object({
      district: z.string(),
      ...Side,
      months: z.array(z.object({ month: Month, scheme: Scheme, persons: z.int(), amountFen: Fen })),
      mayPropose: z.boolean(),
    }),
  ),
  papers: z.array(
    z.object({
      district: z.string(),
      id: z.uuid(),
      ...Side,
      rows: z.int(),
      document: z.string(),
      proposedBy: z.string(),
      paidBy: z.string().nullable(),
      paidOn: z.string().nullable(),
      mayPay: z.boolean(),
      mayWithdraw: z.boolean(),
    }),
  ),
})
export const ProposeSettlement = z.object({
  district: District,
  other: District,
  document: z.string().trim().min(2, '请填写依据。').max(200, '依据不超过 200 字。'),
})

export const listSettlements = at('get', '/settlements', Settlements)
export const proposeSettlement = at('post', '/settlements', z.object({ id: z.uuid() }))
export const paySettlement = at('post', '/settlements/{district}/{id}', Acted)
export const withdrawSettlement = at('post', '/settlements/{district}/{id}/withdrawal', Acted)

export type Settlements = z.infer<typeof Settlements>
