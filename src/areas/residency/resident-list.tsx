import { Day } from '../../ui/day.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { careWord } from './care-words.ts'
import { type Board, listResidents, type ResidentRow } from './contract.ts'
import { StayActs } from './stay-acts.tsx'
import { AWAY_KINDS, STAY_KINDS } from './words.ts'

/** Who lives in the home, wherever they sleep tonight. */
export function ResidentList({ of }: { of: Board }) {
  const [search, change] = useUrlState()
  const query = search.after === undefined ? {} : { after: search.after }
  const { district, id } = of.home
  const { data, refusal, reload } = useEndpoint(listResidents, { params: { district, id }, query })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (data === undefined) return <Skeleton />
  if (data.rows.length === 0) return <Empty words="现在没有在住老人。从轮候名单邀约后可以办理入住。" />
  return (
    <div className="y-stack">
      <PeekTable
        label="在住老人"
        rows={data.rows}
        keyOf={(row) => row.stay}
        nameOf={(row) => row.name ?? row.number}
        columns={[
          { id: 'name', head: '姓名', cell: (row) => <Name of={row} /> },
          { id: 'bed', head: '床位', cell: (row) => row.bedLabel ?? '没有床位' },
          { id: 'care', head: '入住时能力', cell: (row) => careWord(row.careLevel) },
          { id: 'kind', head: '类型', wide: true, cell: (row) => STAY_KINDS[row.kind] },
          { id: 'since', head: '入住', wide: true, cell: (row) => <Day on={row.since} distance /> },
          { id: 'where', head: '现在', cell: (row) => (row.away === null ? '在院' : AWAY_KINDS[row.away]) },
        ]}
        peek={(row) => (
          <div className="y-stack">
            <Facts
              of={[
                { label: '入住编号', value: row.number },
                { label: '类型', value: STAY_KINDS[row.kind] },
                { label: '入住', value: row.since },
                ...(row.plannedUntil === null ? [] : [{ label: '到期', value: row.plannedUntil }]),
                { label: '供养', value: row.supported ? '特困供养对象' : '不是供养对象' },
                ...(row.away === null ? [] : [{ label: AWAY_KINDS[row.away], value: `${row.awaySince} 起` }]),
                ...(row.expectedBack === null ? [] : [{ label: '预计返回', value: row.expectedBack }]),
              ]}
            />
            {of.mayAct && <StayActs of={of} stay={{ id: row.stay, away: row.away }} />}
          </div>
        )}
      />
      {data.next !== null && (
        <p>
          <button type="button" className="y-button" onClick={() => change({ after: data.next ?? undefined })}>
            后面的老人
          </button>
        </p>
      )}
    </div>
  )
}

function Name({ of }: { of: ResidentRow }) {
  return (
    <>
      {of.name ?? '档案已转出'} {of.example && <ExampleMark />}
    </>
  )
}
