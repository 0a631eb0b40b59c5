import type { Search } from './url-state.ts'

/**
 * One condition of a list. The chosen value is one text in the address (`?age=80-&hardship=extreme,subsistence`).
 */
export type Filter = {
  /** Name in the address and in the query of the API. */
  id: string
  label: string
  /** Choices of the menu; leave out when the value is typed (`placeholder` then says how). */
  options?: readonly { value: string; label: string }[]
  typed?: { hint: string; read: (text: string) => string | undefined }
  /** The chip: `年龄 ≥ 80`. Without it: `label = option label`. */
  sentence?: (value: string) => string
  /** Reads one word of the text box, `80岁以上` → `80-`; undefined when the word is not about this condition. */
  understand?: (word: string) => string | undefined
}

export const FREE_TEXT = 'q'

/** Key of the division that the area switch of the office has chosen; lists pass it on to their API. */
const AREA = 'area'

export type Chip = { id: string; text: string }

/** What the chips say, in the order of the filters; nothing that is active is hidden. */
export function chipsOf(filters: readonly Filter[], search: Search): Chip[] {
  const chips = filters.flatMap((filter) => {
    const value = search[filter.id]
    return value ? [{ id: filter.id, text: sentenceOf(filter, value) }] : []
  })
  const words = search[FREE_TEXT]
  return words ? [...chips, { id: FREE_TEXT, text: `含“${words}”` }] : chips
}

function sentenceOf(filter: Filter, value: string): string {
  if (filter.sentence) return filter.sentence(value)
  const labels = value.split(',').map((one) => filter.options?.find((option) => option.value === one)?.label ?? one)
  return `${filter.label} = ${labels.join('、')}`
}

/**
 * Reads `80岁以上 独居 王` into conditions: each word goes to the first filter that understands it or has an option of that
 * name, the rest stays as free text.
 */
export function understand(filters: readonly Filter[], text: string): Record<string, string> {
  const change: Record<string, string> = {}
  const rest: string[] = []
  for (const word of text.trim().split(/[\s\u3000]+/)) {
    const found = word === '' ? undefined : meaningOf(filters, word)
    if (found) change[found.id] = change[found.id] ? join(change[found.id] ?? '', found.value) : found.value
    else if (word !== '') rest.push(word)
  }
  change[FREE_TEXT] = rest.join(' ')
  return change
}

const join = (before: string, value: string): string =>
  before.split(',').includes(value) ? before : `${before},${value}`

function meaningOf(filters: readonly Filter[], word: string): { id: string; value: string } | undefined {
  for (const filter of filters) {
    const value = filter.understand?.(word) ?? filter.options?.find((option) => option.label === word)?.value
    if (value !== undefined) return { id: filter.id, value }
  }
  return undefined
}

/** The conditions of a search, without paging, peek and the like: what a saved view keeps and an API is asked. */
export function conditionsOf(filters: readonly Filter[], search: Search): Search {
  const names = new Set([...filters.map((filter) => filter.id), FREE_TEXT, 'sort', AREA])
  return Object.fromEntries(Object.entries(search).filter(([name]) => names.has(name)))
}
