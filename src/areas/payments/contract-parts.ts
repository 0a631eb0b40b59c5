import { z } from 'zod'

/** What the contracts of this area are made of. Sums are whole fen. */
export const Fen = z.int()
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份请按 2026-11 的样子填写。')
export const District = z.string().length(6)
export const Scheme = z.string().max(60)

export const at = <M extends 'get' | 'post', P extends string, R extends z.ZodType>(method: M, path: P, response: R) =>
  ({ method, path: `/api/payments${path}` as const, response }) as const
