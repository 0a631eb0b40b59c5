import { useLoad } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Finding, findAnything } from './find-anything.ts'
import { SearchBox } from './search-box.tsx'

const GROUPS = ['待遇', '事项', '条款', '地方'] as const

/** What the search of P01 found, by kind: each line says what it is about and opens its page. */
export function Search() {
  const [{ q = '' }] = useUrlState()
  const { data, loading, refusal, reload } = useLoad(['portal search', q], () => findAnything(q))
  return (
    <Screen title={q === '' ? '搜索' : `搜索“${q}”`} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        <SearchBox key={q} text={q} />
        <Screened loading={loading} found={data} wanted={q} />
      </div>
    </Screen>
  )
}

type Found = { loading: boolean; found: readonly Finding[] | undefined; wanted: string }

function Screened({ loading, found = [], wanted }: Found) {
  if (loading) return <p role="status">正在找，请稍候</p>
  if (wanted === '') return null
  if (found.length === 0) {
    return (
      <Empty words="没有找到。可以换一个词，或用拼音首字母。">
        <a className="y-button y-help" href="/help">
          找人帮忙
        </a>
      </Empty>
    )
  }
  return GROUPS.map((group) => ({ group, lines: found.filter((one) => one.group === group) }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ group, lines }) => (
      <section key={group} className="y-stack" aria-label={group}>
        <h2>{group}</h2>
        <ul className="y-found">
          {lines.map((line) => (
            <li key={line.href + line.label}>
              <a href={line.href}>{line.label}</a>
              <p className="y-meta">{line.note}</p>
            </li>
          ))}
        </ul>
      </section>
    ))
}
