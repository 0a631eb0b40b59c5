import { z } from 'zod'

/** Where the next page of a list begins, `FIRST_ID` as the last answer gave it; anything else is refused before a database reads it. */
const mark = (first: z.ZodType) =>
  z
    .string()
    .max(80)
    .refine((text) => {
      const [at, id, ...rest] = text.split('_')
      return (
        rest.length === 0 && !text.startsWith('0000') && first.safeParse(at).success && z.uuid().safeParse(id).success
      )
    }, '页码已失效，请从第一页重新查看。')

export const DayMark = mark(z.iso.date())
export const InstantMark = mark(z.iso.datetime({ offset: true }))
export const IdMark = z.uuid('页码已失效，请从第一页重新查看。')
