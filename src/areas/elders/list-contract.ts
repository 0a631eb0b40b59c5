import { z } from 'zod'
import { type Day, isDay } from '../../platform/clock/day.ts'
import { CARE_DEPENDENCY, HARDSHIP, ID_KINDS, LIVING_ARRANGEMENT, SEX } from './words.ts'

export const keys = <T extends object>(of: T) => Object.keys(of) as [keyof T & string, ...(keyof T & string)[]]

/** A calendar day; typed as Day after parsing. */
export const DaySchema = z
  .string()
  .refine(isDay, '请按 2026-11-21 的样子填写日期。')
  .transform((text) => text as Day)
const Instant = z.iso.datetime({ offset: true, error: '请填写完整的时间。' })

/** A set of choices in a URL: `hardship=extreme,subsistence`. `any` = something found, `none` = checked and none, `unknown`. */
const choices = (values: readonly string[]) =>
  z
    .string()
    .transform((text) => text.split(',').filter((each) => each !== ''))
    .refine((given) => given.every((each) => values.includes(each)), '筛选条件里有不认识的值，请重新选择。')
    .optional()
const withStates = (values: readonly string[]) => [...values, 'any', 'none', 'unknown']

export const CATEGORY_CODES = [
  'special-difficulty',
  'visit-priority',
  'tekun',
  'rural',
  'unable',
  'pairing-one-to-one',
  'pairing-grid',
] as const
export type CategoryCode = (typeof CATEGORY_CODES)[number]

/** The conditions of a list, as they stand in the URL and in a saved view. All of them must hold. */
export const ElderFilter = z.object({
  q: z.string().trim().max(100).optional(),
  division: z.string().max(32).optional(),
  ageFrom: z.coerce.number().int().min(0).max(150).optional(),
  ageTo: z.coerce.number().int().min(0).max(150).optional(),
  sex: z.enum(['male', 'female', 'unknown']).optional(),
  hardship: choices(withStates(Object.keys(HARDSHIP))),
  livingArrangement: choices(withStates(Object.keys(LIVING_ARRANGEMENT))),
  careDependency: choices([...Object.keys(CARE_DEPENDENCY), 'unknown']),
  disability: choices(['1', '2', '3', '4', 'any', 'none', 'unknown']),
  specialOneChildFamily: choices(['any', 'none', 'unknown']),
  category: z.enum(CATEGORY_CODES).optional(),
  status: z.enum(['living', 'deceased', 'movedOut', 'all']).optional(),
  idKind: z.enum(keys(ID_KINDS)).optional(),
  asOf: DaySchema.optional(),
  knownAt: Instant.optional(),
})
export type ElderFilter = z.infer<typeof ElderFilter>

export const ListQuery = ElderFilter.extend({
  sort: z.enum(['name', '-name', 'birth', '-birth']).default('name'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(400).optional(),
})
export type ListQuery = z.infer<typeof ListQuery>

export const ElderRow = z.object({
  id: z.string(),
  district: z.string(),
  name: z.string(),
  sex: z.enum(keys(SEX)).nullable(),
  birthDate: z.string().nullable(),
  /** Whole years on the day of the list; after death on the day of death. */
  age: z.number().int().nullable(),
  idKind: z.enum(keys(ID_KINDS)),
  /** Only the last character, because the birth date stands beside it. */
  idMasked: z.string().nullable(),
  township: z.string().nullable(),
  village: z.string().nullable(),
  place: z.string(),
  hardship: z.array(z.string()).nullable(),
  livingArrangement: z.array(z.string()).nullable(),
  careDependency: z.string().nullable(),
  careDependencySince: z.string().nullable(),
  disabilityGrade: z.string().nullable(),
  specialOneChildFamily: z.string().nullable(),
  categories: z.array(z.enum(CATEGORY_CODES)),
  diedOn: z.string().nullable(),
  movedOut: z.boolean(),
  synthetic: z.boolean(),
})
export type ElderRow = z.infer<typeof ElderRow>

export const ElderPage = z.object({
  rows: z.array(ElderRow),
  next: z.string().nullable(),
  asOf: z.string(),
  /** What the search box was taken for: `name`, `pinyin`, `idNumber`, `idLast4`, `phone`; null without a search. */
  readAs: z.enum(['name', 'pinyin', 'idNumber', 'idLast4', 'phone']).nullable(),
})
export type ElderPage = z.infer<typeof ElderPage>

/** Counted up to 1,000; `exact` false means "1000+". */
export const ElderCount = z.object({ count: z.number().int(), exact: z.boolean() })
