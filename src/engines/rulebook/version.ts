import type { Context } from './context.ts'
import type { Rule } from './expression.ts'

const cache = new WeakMap<Rule, Map<string, string>>()

/**
 * A stable digest of a rule as it stands: its expression and the parameter values in force. Equal versions give equal answers for
 * equal facts, so an entitlement that stores it can be recomputed and compared.
 */
export function ruleVersion(rule: Rule, context: Context): string {
  const values = parametersIn(rule).map((id) => {
    const { value, from, until } = context.parameter(id)
    return [id, value, from, until, context.on >= from]
  })
  const key = JSON.stringify(values)
  const versions = cache.get(rule) ?? new Map<string, string>()
  cache.set(rule, versions)
  let version = versions.get(key)
  if (version === undefined) {
    version = `${rule.id}@${digest(JSON.stringify([rule.id, rule.from, rule.to ?? null, rule.jurisdiction, rule.except ?? null, rule.decision, rule.outcomes, values]))}`
    versions.set(key, version)
  }
  return version
}

const named = new WeakMap<Rule, readonly string[]>()

/** Every parameter that a rule names, sorted. */
export function parametersIn(rule: Rule): readonly string[] {
  const found = named.get(rule) ?? collect(rule)
  named.set(rule, found)
  return found
}

function collect(rule: Rule): readonly string[] {
  const found = new Set<string>()
  const walk = (node: unknown, key?: string): void => {
    if (typeof node === 'string') {
      if (key === 'parameter' || key === 'share' || key === 'settled' || key === 'since') found.add(node)
    } else if (Array.isArray(node)) for (const each of node) walk(each)
    else if (typeof node === 'object' && node !== null)
      for (const [name, each] of Object.entries(node)) walk(each, name)
  }
  walk(rule.decision)
  return [...found].sort()
}

/** FNV-1a, 64 bits: names a version, guards nothing. Written here because the browser's digest is asynchronous. */
function digest(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
