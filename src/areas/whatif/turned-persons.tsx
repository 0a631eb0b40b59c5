import { useState } from 'react'
import { call, typed } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Tiles } from '../../ui/field.tsx'
import { useLoad } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import type { SchemeCard } from '../benefits/contract.ts'
import { OneScheme } from '../benefits/person-card.tsx'
import { type CardHead, listPersons, type Order, type Person } from './contract.ts'

/** Both 依据卡 of one person; the cards are those of the benefits area, of which only the type comes into the page. */
const readCards = {
  method: 'post',
  path: '/api/whatif/cards',
  response: typed<CardHead & { before: SchemeCard[]; after: SchemeCard[] }>(),
} as const

/** Who gains or who loses; a row opens the person's 依据卡 as it is and as it would be. */
export function TurnedPersons({ order }: { order: Order }) {
  const [turn, setTurn] = useState<'gain' | 'lose'>('gain')
  const [after, setAfter] = useState<string>()
  const [opened, setOpened] = useState<Person>()
  const body = { ...order, turn, ...(after === undefined ? {} : { after }) }
  const { data, loading, refusal, reload } = useLoad([listPersons.path, JSON.stringify(body)], () =>
    call(listPersons, { body }),
  )
  return (
    <section className="y-stack" aria-label="名单">
      <h2>名单</h2>
      <Tiles
        label="看哪些人"
        inline
        value={turn}
        onChange={(value) => {
          setTurn(value === 'lose' ? 'lose' : 'gain')
          setAfter(undefined)
        }}
        options={[
          { value: 'gain', label: '增加的' },
          { value: 'lose', label: '减少的' },
        ]}
      />
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {loading && <Skeleton words="正在查找" />}
      {data && data.rows.length === 0 && <Empty words={turn === 'gain' ? '没有人因此增加。' : '没有人因此减少。'} />}
      {data && data.rows.length > 0 && (
        <div className="y-grid">
          <DataTable
            label={turn === 'gain' ? '增加的人' : '减少的人'}
            rows={data.rows}
            keyOf={(row) => row.elder}
            open={opened?.elder}
            onOpen={setOpened}
            columns={[
              { id: 'name', head: '姓名', cell: (row) => row.name },
              { id: 'birthDate', head: '出生日期', cell: (row) => row.birthDate ?? '未采集' },
              { id: 'township', head: '居住地', cell: (row) => row.townshipName },
              { id: 'before', head: '现在每月', align: 'right', cell: (row) => <Money fen={row.fenBefore} /> },
              { id: 'after', head: '改后每月', align: 'right', cell: (row) => <Money fen={row.fenAfter} /> },
              { id: 'says', head: '变化', long: true, cell: (row) => row.says },
              { id: 'open', head: '依据卡', cell: (row) => <Button onPress={() => setOpened(row)}>前后对照</Button> },
            ]}
          />
        </div>
      )}
      <div className="y-row">
        {after !== undefined && <Button onPress={() => setAfter(undefined)}>回到开头</Button>}
        {data?.next && <Button onPress={() => setAfter(data.next ?? undefined)}>下一页</Button>}
      </div>
      {opened && <BothCards order={order} person={opened} onClose={() => setOpened(undefined)} />}
    </section>
  )
}

function BothCards({ order, person, onClose }: { order: Order; person: Person; onClose: () => void }) {
  const body = { ...order, district: person.district, elder: person.elder }
  const { data, refusal, reload } = useLoad([readCards.path, JSON.stringify(body)], () => call(readCards, { body }))
  const turned = data?.after.filter((each) => {
    const was = data.before.find((one) => one.scheme === each.scheme)
    return was?.outcome !== each.outcome || was.amountFen !== each.amountFen || was.ceilingFen !== each.ceilingFen
  })
  return (
    <Dialog title={`${person.name} 前后对照`} onClose={onClose}>
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {!data && !refusal && <Skeleton words="正在计算依据" />}
      {data &&
        turned?.map((after) => {
          const before = data.before.find((each) => each.scheme === after.scheme)
          return (
            <div key={after.scheme} className="y-stack">
              <h3>现在</h3>
              {before && <OneScheme of={before} month={data.month} />}
              <h3>改后</h3>
              <OneScheme of={after} month={data.month} />
            </div>
          )
        })}
    </Dialog>
  )
}
