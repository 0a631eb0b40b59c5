import type { Filter } from '../../ui/filters.ts'
import { CARE_DEPENDENCY, HARDSHIP, LIVING_ARRANGEMENT } from './words.ts'

type Option = { value: string; label: string }

const optionsOf = (words: Record<string, string>, ...more: [string, string][]): Option[] =>
  [...Object.entries(words), ...more].map(([value, label]) => ({ value, label }))

export const CATEGORY_OPTIONS: readonly Option[] = [
  { value: 'special-difficulty', label: '特殊困难' },
  { value: 'visit-priority', label: '探访关爱' },
  { value: 'tekun', label: '特困供养' },
  { value: 'rural', label: '农村' },
  { value: 'unable', label: '不能自理兜底' },
  { value: 'pairing-one-to-one', label: '结对一对一' },
  { value: 'pairing-grid', label: '结对网格化' },
]
export const categoryLabel = (code: string): string =>
  CATEGORY_OPTIONS.find((option) => option.value === code)?.label ?? code

const age = (text: string): string | undefined => /^(\d{2,3})$/.exec(text.trim())?.[1]
const UNKNOWN: [string, string] = ['unknown', '未采集']

/** The conditions of the register; their ids are the names of the query of the API. */
export const registerFilters = (places: readonly Option[]): Filter[] => [
  ...(places.length > 0 ? [{ id: 'division', label: '居住地', options: places }] : []),
  {
    id: 'ageFrom',
    label: '年龄不小于',
    sentence: (value) => `年龄 ≥ ${value}`,
    understand: (word) => /^(\d{2,3})岁(?:以上|及以上)$/.exec(word)?.[1],
    typed: { hint: '例如 80', read: age },
  },
  {
    id: 'ageTo',
    label: '年龄不大于',
    sentence: (value) => `年龄 ≤ ${value}`,
    understand: (word) => /^(\d{2,3})岁以下$/.exec(word)?.[1],
    typed: { hint: '例如 89', read: age },
  },
  { id: 'category', label: '类别', options: CATEGORY_OPTIONS },
  { id: 'hardship', label: '困难身份', options: optionsOf(HARDSHIP, ['none', '无困难身份'], UNKNOWN) },
  { id: 'livingArrangement', label: '居住状况', options: optionsOf(LIVING_ARRANGEMENT, UNKNOWN) },
  { id: 'careDependency', label: '能力等级', options: optionsOf(CARE_DEPENDENCY, ['unknown', '未评估']) },
  {
    id: 'disability',
    label: '残疾',
    options: optionsOf({ '1': '一级', '2': '二级', '3': '三级', '4': '四级', none: '无残疾证' }, UNKNOWN),
  },
  { id: 'sex', label: '性别', options: optionsOf({ male: '男', female: '女' }) },
  {
    id: 'status',
    label: '状态',
    options: optionsOf({ living: '在册', deceased: '已离世', movedOut: '已迁出', all: '全部' }),
  },
  {
    id: 'asOf',
    label: '截至',
    sentence: (value) => `截至 ${value}`,
    typed: { hint: '例如 2026-11-21', read: (text) => /^\d{4}-\d{2}-\d{2}$/.exec(text.trim())?.[0] },
  },
]

/** The piles that every clerk starts from. */
export const DEFAULT_VIEWS = [
  { id: 'all', label: '全部', search: {} },
  { id: 'eighty', label: '满 80 岁', search: { ageFrom: '80' } },
  { id: 'special', label: '特殊困难', search: { category: 'special-difficulty' } },
  { id: 'alone', label: '独居', search: { livingArrangement: 'alone' } },
  { id: 'unassessed', label: '未评估', search: { ageFrom: '80', careDependency: 'unknown' } },
] as const
