import { z } from 'zod'
import { Acted } from './contract.ts'
import { at } from './contract-parts.ts'
import { SHEET_COLUMNS, type SheetColumn } from './sheet-columns.ts'

const Columns = z
  .array(z.enum(Object.keys(SHEET_COLUMNS) as [SheetColumn, ...SheetColumn[]]))
  .min(1, '至少选择一列。')
  .max(20)
/** How files of a district leave for the bank; `print` is the SHA-256 of the bank's public key, null while files are not encrypted. */
export const BankProfile = z.object({
  district: z.string(),
  columns: Columns,
  print: z.string().nullable(),
  waiting: z
    .object({
      id: z.uuid(),
      columns: Columns,
      print: z.string().nullable(),
      setBy: z.string(),
      mayDecide: z.boolean(),
    })
    .nullable(),
})
export const ProposeBankProfile = z.object({ columns: Columns, publicKey: z.string().max(4000).optional() })
export const DecideBankProfile = z.object({ accept: z.boolean() })

export const readBankProfile = at('get', '/bank-profiles/{district}', BankProfile)
export const proposeBankProfile = at('post', '/bank-profiles/{district}', z.object({ id: z.uuid() }))
export const decideBankProfile = at('post', '/bank-profiles/{district}/{id}', Acted)

export type BankProfile = z.infer<typeof BankProfile>
export type ProposeBankProfile = z.infer<typeof ProposeBankProfile>
