import { Button } from '../../ui/button.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Empty, Refused, Screen } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { readPairs, searchPairs } from './contract.ts'
import { MergeSheet } from './merge-sheet.tsx'

const STATES = [
  ['open', '待核对'],
  ['proposed', '待确认'],
  ['dismissed', '不是同一人'],
] as const

/** W09 重复合并: pairs by likeness, the open one side by side. The search never merges anything. */
export function Duplicates() {
  const [search, change] = useUrlState()
  const state = search.state ?? 'open'
  const { data, loading, refusal, reload } = useEndpoint(readPairs, {
    query: { state, ...(search.after && { cursor: search.after }) },
  })
  const look = useAct(searchPairs, [readPairs.path])
  const toast = useToast()
  const pairs = data?.pairs ?? []
  const keyOf = (pair: (typeof pairs)[number]) => `${pair.low.id}.${pair.high.id}`
  const open = pairs.find((pair) => keyOf(pair) === search.pair) ?? pairs[0]
  const find = async () => {
    const answer = await look.act({ body: {} })
    if (answer.ok) toast(answer.value.added === 0 ? '没有新的疑似重复。' : `新找到 ${answer.value.added} 对。`)
  }
  return (
    <Screen
      title="重复合并"
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      note={
        <nav className="y-views" aria-label="状态">
          {STATES.map(([id, label]) => (
            <a key={id} href={`/w/duplicates?state=${id}`} aria-current={state === id ? 'true' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      }
      actions={
        <Button onPress={() => void find()} busy={look.busy}>
          查找疑似重复
        </Button>
      }
    >
      {look.refusal && <Refused refusal={look.refusal} />}
      {open === undefined ? (
        <Empty words={state === 'open' ? '没有待核对的疑似重复。可以点“查找疑似重复”再查一遍。' : '这里没有记录。'} />
      ) : (
        <div className="y-pairs">
          <nav className="y-card" aria-label="疑似重复">
            <ul className="y-stack">
              {pairs.map((pair) => (
                <li key={keyOf(pair)}>
                  <button
                    type="button"
                    className="y-pair"
                    aria-current={pair === open ? 'true' : undefined}
                    onClick={() => change({ pair: keyOf(pair) }, 'replace')}
                  >
                    <strong>
                      {pair.low.name} / {pair.high.name}
                    </strong>
                    <span className="y-meta">
                      相似 {pair.score} 分 · {pair.reasons.join('、')}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {data?.next && (
              <Button onPress={() => change({ after: data.next ?? undefined, pair: undefined })}>下一页</Button>
            )}
          </nav>
          <MergeSheet key={keyOf(open)} pair={open} />
        </div>
      )}
    </Screen>
  )
}
