import { useNavigate, useParams, useSearch } from '@tanstack/react-router'

/** The query string as plain words: every value is text, so an address can be read, sent and edited by hand. */
export type Search = Record<string, string>

export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text))

export function writeSearch(search: Record<string, unknown>): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') pairs.set(name, String(value))
  }
  const text = pairs.toString()
  return text === '' ? '' : `?${text}`
}

/** Page state that lives in the address: Back returns to it, a copied address opens it. An empty value removes the name. */
export function useUrlState(): [
  Search,
  (change: Record<string, string | undefined>, keep?: 'push' | 'replace') => void,
] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = (next: Record<string, string | undefined>, keep: 'push' | 'replace' = 'push') => {
    // The current search is read at the time of the change, so that two changes in one tick do not undo each other.
    void navigate({
      to: '.',
      replace: keep === 'replace',
      resetScroll: false,
      search: ((before: Search) => {
        const merged = Object.entries({ ...before, ...next }).filter((pair) => pair[1] !== undefined && pair[1] !== '')
        return Object.fromEntries(merged)
      }) as never,
    })
  }
  return [search, change]
}

/** The named parts of the path, `{ district, id }` on `/w/elders/$district/$id`. */
export const useAddress = (): Record<string, string> => useParams({ strict: false }) as Record<string, string>
