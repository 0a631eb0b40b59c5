/** Small pieces of SQL text with the constants folded away, so that the compiled rule is as lean as one written by hand. */

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
export const date = (value: string): string => `date ${text(value)}`
export const texts = (values: readonly string[]): string => `array[${values.map(text).join(', ')}]::text[]`

export function and(...parts: readonly string[]): string {
  if (parts.includes('false')) return 'false'
  const open = [...new Set(parts.filter((part) => part !== 'true'))]
  return open.length === 0 ? 'true' : open.length === 1 ? open[0]! : `(${open.join(' and ')})`
}

export function or(...parts: readonly string[]): string {
  if (parts.includes('true')) return 'true'
  const open = [...new Set(parts.filter((part) => part !== 'false'))]
  return open.length === 0 ? 'false' : open.length === 1 ? open[0]! : `(${open.join(' or ')})`
}

export function not(part: string): string {
  return part === 'true' ? 'false' : part === 'false' ? 'true' : part === UNKNOWN ? UNKNOWN : `not (${part})`
}

export const UNKNOWN = 'null::boolean'

export function isNull(part: string): string {
  return part === UNKNOWN ? 'true' : part === 'true' || part === 'false' ? 'false' : `(${part}) is null`
}

/** `case` over a truth with its three ways; folded where the truth, or every way, is the same. */
export function threeWays(of: string, yes: string, no: string, open: string): string {
  if (of === 'true') return yes
  if (of === 'false') return no
  if (of === UNKNOWN) return open
  if (yes === no && no === open) return yes
  if (no === open)
    return no === 'null' ? `case when ${of} then ${yes} end` : `case when ${of} then ${yes} else ${no} end`
  return `case (${of}) when true then ${yes} when false then ${no}${open === 'null' ? '' : ` else ${open}`} end`
}
