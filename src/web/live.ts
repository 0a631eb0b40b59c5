import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

type Signal = { kind: string }

/**
 * Shows what others have changed: the server says only which kind of thing changed, and whatever of it is on the page is read
 * again. One tab of a browser listens for all, since a browser keeps few connections to one host.
 */
export function useLiveChanges(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const channel = new BroadcastChannel('yiyang.changes')
    const ended = new AbortController()
    channel.onmessage = (event: MessageEvent<Signal>) => readAgain(queries, event.data)
    const tell = (signal: Signal) => {
      channel.postMessage(signal)
      readAgain(queries, signal)
    }
    navigator.locks
      ?.request('yiyang.listener', { signal: ended.signal }, () => listen(tell, ended.signal))
      .catch(() => {
        // The page was left while another tab was listening.
      })
    return () => {
      ended.abort()
      channel.close()
    }
  }, [queries])
}

function listen(tell: (signal: Signal) => void, until: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const source = new EventSource('/api/events')
    source.addEventListener('changed', (event) => tell(JSON.parse(event.data) as Signal))
    source.addEventListener('signedOut', () => tell({ kind: 'session' }))
    until.addEventListener('abort', () => {
      source.close()
      done()
    })
  })
}

/** `elder` concerns everything under `/api/elders`; `everything` whatever is on the page. */
function readAgain(queries: QueryClient, { kind }: Signal): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey: [about] }) =>
      kind === 'everything' || about === kind || (typeof about === 'string' && about.startsWith(`/api/${kind}`)),
  })
}
