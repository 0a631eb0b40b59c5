import { isDay } from '../../platform/clock/day.ts'
import type { FieldFault } from '../../platform/http/problem.ts'
import type { Field, List, Value } from './list.ts'

/** Largest figures that are still plausible; sums in fen stay exact. */
const LARGEST = { integer: 1_000_000_000, number: 1_000_000_000, fen: 100_000_000_000_00 }
const LONGEST = 500

export type ReadValues =
  | { readonly ok: true; readonly values: Readonly<Record<string, Value>> }
  | { readonly ok: false; readonly faults: readonly FieldFault[] }

/** Reads the values of an entry as the API takes them. What the list does not declare is refused: a slip of the pen must not vanish. */
export function readValues(list: List, input: Readonly<Record<string, unknown>>): ReadValues {
  const known = new Map(list.fields.map((field) => [field.name, field]))
  const faults: FieldFault[] = Object.keys(input)
    .filter((name) => !known.has(name))
    .map((name) => ({ path: `values.${name}`, message: `“${list.title}”没有名为 ${name} 的项目。` }))
  const values: Record<string, Value> = {}
  for (const field of list.fields) {
    const raw = input[field.name]
    const value = raw === undefined || raw === '' ? null : (raw as Value)
    const problem = problemWith(field, value)
    if (problem === undefined) values[field.name] = typeof value === 'string' ? value.trim() : value
    else faults.push({ path: `values.${field.name}`, message: `${field.label}${problem}` })
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, values }
}

/** What is wrong with a value, in words that follow the field's label; undefined for a good one. Null is "not known". */
export function problemWith(field: Field, value: unknown): string | undefined {
  if (value === null) return field.required ? '不能为空，请填写。' : undefined
  switch (field.type) {
    case 'text':
      if (typeof value !== 'string' || value.trim() === '') return '应为文字。'
      return value.length > LONGEST ? `请不超过 ${LONGEST} 字。` : undefined
    case 'day':
      return isDay(value) ? undefined : '应为日历上存在的日期，例如 2026-11-01。'
    case 'yesNo':
      return typeof value === 'boolean' ? undefined : '应选“是”或“否”。'
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(field.choices ?? {}, value)
        ? undefined
        : `应为下列之一：${Object.values(field.choices ?? {}).join('、')}。`
    case 'integer':
    case 'fen':
    case 'number':
      return problemWithFigure(field, field.type, value)
  }
}

function problemWithFigure(field: Field, type: keyof typeof LARGEST, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '应为数字。'
  if (type !== 'number' && !Number.isInteger(value)) return type === 'fen' ? '应以整数分计。' : '应为整数。'
  const [min, max] = [field.min ?? 0, field.max ?? LARGEST[type]]
  return value >= min && value <= max ? undefined : `应在 ${min} 至 ${max} 之间。`
}
