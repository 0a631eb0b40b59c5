import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { TextField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { readQueue } from './calls.ts'
import type { PublicQueue } from './contract.ts'
import { QUEUE_GROUPS } from './words.ts'

/** P09 轮候公示: who waits for a home, in which order and why, with shortened names; 查我的位次 by the number of the application. */
export function QueuePage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readQueue, { params: { district, id } })
  return (
    <Screen
      title={data ? `${data.name} · 轮候公示` : '轮候公示'}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      note={<a href={`/find/${district}/${id}`}>回到机构</a>}
    >
      {data && (
        <div className="y-stack y-after-title">
          <section className="y-stack" aria-labelledby="queue-order">
            <h2 id="queue-order">按什么次序排</h2>
            <ol>
              {data.order.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ol>
            {data.clauses.map((clause) => (
              <p key={clause} className="y-meta">
                依据：{clause}
              </p>
            ))}
            {data.unset && <p className="y-meta">同一类里怎么排，本区没有另外规定，先按申请先后。</p>}
          </section>
          <MyPlace of={data} />
          {data.places.length === 0 ? (
            <p className="y-quiet">现在没有人排队。</p>
          ) : (
            <DataTable
              label="轮候名单"
              rows={data.places}
              keyOf={(row) => row.number}
              columns={[
                { id: 'place', head: '位次', align: 'right', cell: (row) => row.place },
                { id: 'number', head: '编号', cell: (row) => <span className="y-number">{row.number}</span> },
                { id: 'name', head: '姓名', cell: (row) => row.name },
                ...(data.grouped
                  ? [{ id: 'group', head: '类别', cell: (row: Row) => QUEUE_GROUPS[row.group] ?? '' }]
                  : []),
                { id: 'days', head: '已等', align: 'right', cell: (row) => `${row.waitingDays} 天` },
              ]}
            />
          )}
          <p className="y-meta">更新到 {data.asOf}。位次每天按最新情况重新排。</p>
        </div>
      )}
    </Screen>
  )
}

type Row = PublicQueue['places'][number]
const plain = (text: string) => text.toUpperCase().replaceAll(/[\s-]/g, '')

function MyPlace({ of }: { of: PublicQueue }) {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<string>()
  const mine = asked === undefined ? undefined : of.places.find((each) => plain(each.number) === plain(asked))
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(typed)
  }
  return (
    <form className="y-question" onSubmit={send} noValidate>
      <TextField
        id="queue-number"
        label="查我的位次"
        hint="申请轮候时给的编号，横线可以不写"
        value={typed}
        onChange={setTyped}
      />
      <div className="y-row">
        <Button submit unavailable={typed.trim() === '' ? '先填写编号' : undefined}>
          查位次
        </Button>
      </div>
      {asked !== undefined && (
        <Notice tone={mine ? 'ok' : 'warn'} live>
          {mine
            ? `现在排第 ${mine.place} 位${of.grouped ? `（${QUEUE_GROUPS[mine.group]}）` : ''}，已等 ${mine.waitingDays} 天。前面还有 ${mine.place - 1} 位。`
            : '名单里没有这个编号。可能已经轮到、已经退出，或是别的机构的编号；请打机构电话或 12345 询问。'}
        </Notice>
      )}
    </form>
  )
}
