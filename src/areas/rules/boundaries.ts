import type { Context, Quantity, Rule } from '../../policy/index.ts'

/** A threshold of a rule tried below, at and above: `49 / 50 / 51 张`. */
export type Boundary = {
  readonly what: string
  readonly parameter: string
  readonly unit: string
  readonly tries: readonly { readonly value: number; readonly holds: boolean }[]
}

type Compare = { how: '>=' | '<=' | '<' | '>'; left: Quantity; right: Quantity }

/**
 * Every comparison of a fact or an age with a numeric parameter, tried at the value and one step to each side: 以上 and 不超过 include the number
 * itself, and this table shows it. Pure.
 */
export function boundariesOf(rule: Rule, context: Context): Boundary[] {
  const found = new Map<string, Boundary>()
  for (const { how, left, right } of comparesIn(rule.decision)) {
    const id = 'parameter' in right ? right.parameter : undefined
    const name = left.op === 'fact' ? left.fact : left.op === 'age' ? left.asks : undefined
    if (id === undefined || name === undefined) continue
    const { value, label, unit } = context.parameter(id)
    if (typeof value !== 'number') continue
    const fact = rule.facts.find((each) => each.name === name)
    const what = left.op === 'age' ? '年龄' : (fact?.label ?? name)
    const tries = [value - 1, value, value + 1].map((each) => ({ value: each, holds: compare(how, each, value) }))
    found.set(`${name} ${how} ${id}`, { what, parameter: label, unit: unit ?? fact?.unit ?? '', tries })
  }
  return [...found.values()]
}

function compare(how: Compare['how'], value: number, limit: number): boolean {
  return how === '>=' ? value >= limit : how === '<=' ? value <= limit : how === '<' ? value < limit : value > limit
}

function comparesIn(node: unknown): Compare[] {
  if (Array.isArray(node)) return node.flatMap(comparesIn)
  if (typeof node !== 'object' || node === null) return []
  const inside = Object.values(node).flatMap(comparesIn)
  return 'op' in node && node.op === 'compare' ? [node as unknown as Compare, ...inside] : inside
}
