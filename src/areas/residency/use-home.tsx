import type { ReactNode } from 'react'
import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Act, actAtHome, CHANGED_BY_ACTS, type HomeHead, type HomeRow, listHomes } from './contract.ts'

/** Which home a page is about, as it stands in the address: `?home=500113.ID`. */
export const homeInAddress = ({ district, id }: { district: string; id: string }): string => `${district}.${id}`

export type HomeKey = { readonly district: string; readonly id: string }

/** Writes at a home; everything that shows the home is loaded again. */
export function useHomeAct(home: HomeKey) {
  const { act, busy, refusal, forget } = useAct(actAtHome, CHANGED_BY_ACTS)
  const send = async (body: Act) => act({ params: { district: home.district, id: home.id }, body })
  return { send, busy, refusal, forget }
}

/** A page of one home: of the only one that somebody works for, else of the one in the address, else the list to choose from. */
export function HomeGate({ title, children }: { title: string; children: (home: HomeKey) => ReactNode }) {
  const [search] = useUrlState()
  const [district = '', id = ''] = (search.home ?? '').split('.')
  if (district !== '' && id !== '') return <>{children({ district, id })}</>
  return <ChooseHome title={title}>{children}</ChooseHome>
}

function ChooseHome({ title, children }: { title: string; children: (home: HomeKey) => ReactNode }) {
  const [search, change] = useUrlState()
  const query = { ...(search.q ? { q: search.q } : {}), ...(search.after ? { after: search.after } : {}) }
  const { data, loading, refusal, reload } = useEndpoint(listHomes, { query })
  const only =
    data?.rows.length === 1 && search.q === undefined && search.after === undefined ? data.rows[0] : undefined
  if (only !== undefined) return <>{children(only)}</>
  return (
    <Screen title={title} loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack">
        <TextField
          label="按名称查找"
          hint="从名称的第一个字开始"
          value={search.q ?? ''}
          onChange={(q) => change({ q, after: undefined }, 'replace')}
        />
        {data?.rows.length === 0 ? <Empty words="没有找到有床位的机构。可以换一个名称，或到设施台账登记。" /> : null}
        {data !== undefined && data.rows.length > 0 && (
          <HomeTable rows={data.rows} onOpen={(row) => change({ home: homeInAddress(row) })} />
        )}
        {data?.next && (
          <p>
            <a href={`?${new URLSearchParams({ ...search, after: data.next })}`}>后面的机构</a>
          </p>
        )}
      </div>
    </Screen>
  )
}

function HomeTable({ rows, onOpen }: { rows: readonly HomeRow[]; onOpen: (row: HomeRow) => void }) {
  return (
    <div className="y-card">
      <DataTable
        label="选择机构"
        rows={rows}
        keyOf={(row) => row.id}
        onOpen={onOpen}
        columns={[
          {
            id: 'name',
            head: '机构',
            cell: (row) => (
              <>
                <a href={`?home=${homeInAddress(row)}`}>{row.name}</a> {row.example && <ExampleMark />}
              </>
            ),
          },
          { id: 'in', head: '在住', align: 'right', cell: (row) => `${row.residents} 人` },
          { id: 'beds', head: '床位', align: 'right', cell: (row) => `${row.beds} 张` },
          {
            id: 'free',
            head: '空床',
            align: 'right',
            about: '没有人住、也没有邀约的床位',
            cell: (row) => `${row.freeOrdinary + row.freeNursing + row.freeDementia} 张`,
          },
          { id: 'nursing', head: '空护理型', align: 'right', cell: (row) => `${row.freeNursing} 张` },
          { id: 'waiting', head: '轮候', align: 'right', cell: (row) => `${row.waiting} 人` },
          { id: 'report', head: '今日填报', cell: (row) => (row.reportedToday ? '已报' : '未报') },
        ]}
      />
    </div>
  )
}

/** The three pages of a home beside each other, and the way back to the list. */
export function HomeLinks({ home, at }: { home: HomeHead; at: 'home' | 'day' | 'beds' | 'care' }) {
  const of = homeInAddress(home)
  const links = [
    { id: 'home', label: '机构工作台', href: `/w/home?home=${of}` },
    { id: 'day', label: '每日填报', href: `/w/home/day?home=${of}` },
    { id: 'beds', label: '床位与入住', href: `/w/home/beds?home=${of}` },
    { id: 'care', label: '照护与事件', href: `/w/home/care?home=${of}` },
  ]
  return (
    <nav className="y-row" aria-label={home.name}>
      {links
        .filter((each) => each.id !== at)
        .map((each) => (
          <a key={each.id} className="y-button" href={each.href}>
            {each.label}
          </a>
        ))}
      <a href="/w/home">换一家机构</a>
    </nav>
  )
}
