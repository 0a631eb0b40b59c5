import { useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { conditionsOf, type Filter } from './filters.ts'
import { addressOfList, recall, remember } from './list-memory.ts'
import type { Loaded } from './load.ts'
import { useUrlState } from './url-state.ts'

/** One page of a list as a contract answers it: pages by key, a count that stops at 1,000. */
export type ListAnswer<Row> = {
  rows: readonly Row[]
  /** Key of the next page; null on the last. */
  next: string | null
  /** Exact up to 1,000; `capped` shows `1000+`. Left out where nobody counts. */
  count?: { total: number; capped: boolean } | undefined
}

export type ListInput = { query: Record<string, string> }

/** Everything a list keeps in the address, and what it asks the server for. */
export function useList<Row>(filters: readonly Filter[], load: (input: ListInput) => Loaded<ListAnswer<Row>>) {
  const [search, change] = useUrlState()
  const conditions = conditionsOf(filters, search)
  const { after, peek } = search
  const loaded = load({ query: { ...conditions, ...(after ? { after } : {}) } })
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const address = addressOfList(pathname, search)
  const [picked, setPicked] = useState<ReadonlySet<string>>(() => recall(address).picked)
  const [at, setAt] = useState(() => recall(address).at)
  useEffect(() => remember(address, { at, picked }), [address, at, picked])
  return {
    search,
    conditions,
    loaded,
    peek,
    picked,
    /** The row that has the keyboard. */
    at,
    moveTo: setAt,
    /** Other conditions start at the first page again, and what was picked under the old ones is let go. */
    ask: (next: Record<string, string | undefined>) => {
      setPicked(new Set())
      change({ ...next, after: undefined, peek: undefined })
    },
    page: (key: string | undefined) => change({ after: key, peek: undefined }),
    open: (key: string | undefined) => change({ peek: key }, 'replace'),
    pick: (keys: readonly string[], on: boolean) =>
      setPicked((before) => {
        const now = new Set(before)
        for (const key of keys) on ? now.add(key) : now.delete(key)
        return now
      }),
    dropPicked: () => setPicked(new Set()),
  }
}

export type ListState<Row> = ReturnType<typeof useList<Row>>
