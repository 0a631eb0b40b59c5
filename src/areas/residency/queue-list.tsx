import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Clause } from '../../ui/explanation-card.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { careWord } from './care-words.ts'
import { type Board, type Queue, type QueueRow, readQueue } from './contract.ts'
import { OfferCard } from './offer-card.tsx'
import { EndApplicationDialog, OfferDialog, WishDialog } from './queue-dialogs.tsx'
import { APPLICATION_WORDS, BED_KINDS, GROUP_WORDS, STAY_KINDS, WISHES } from './words.ts'

/** The waiting list of a home: who is next and why, what is offered, and who was asked out of order. */
export function QueueList({ of }: { of: Board }) {
  const { district, id } = of.home
  const { data, refusal, reload } = useEndpoint(readQueue, { params: { district, id } })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (data === undefined) return <Skeleton />
  return (
    <div className="y-stack">
      {data.offers.map((offer) => (
        <OfferCard key={offer.id} of={of} offer={offer} row={data.rows.find((row) => row.id === offer.application)} />
      ))}
      <Order of={data} />
      {data.rows.length === 0 ? (
        <Empty words="没有人在轮候。收到申请后点“登记入住申请”，会按次序排好。" />
      ) : (
        <Rows of={of} queue={data} />
      )}
      <Skips of={data} />
    </div>
  )
}

function Order({ of }: { of: Queue }) {
  return (
    <details className="y-card">
      <summary>排序规则</summary>
      <ol>
        {of.order.says.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ol>
      {of.order.unset.length > 0 && (
        <p className="y-quiet">本区还没有设定组内排序，按申请先后。可在“政策规则库”中设定。</p>
      )}
      {of.order.clauses.map((each) => (
        <Clause key={each.number + each.section} of={each} />
      ))}
    </details>
  )
}

type Asked = { what: 'offer' | 'wish' | 'end'; row: QueueRow }

function Rows({ of, queue }: { of: Board; queue: Queue }) {
  const [search] = useUrlState()
  const [asked, setAsked] = useState<Asked>()
  const bed = of.beds.find((each) => each.id === search.for && each.state === 'free')
  const close = () => setAsked(undefined)
  return (
    <>
      {bed && (
        <Notice tone="info">
          为床位 {bed.label}（{BED_KINDS[bed.kind]}）邀约：名单中第一位申请相应床位的老人先得到邀约。
        </Notice>
      )}
      <PeekTable
        label="轮候名单"
        rows={queue.rows}
        keyOf={(row) => row.id}
        nameOf={(row) => `${row.place}. ${row.name ?? row.number}`}
        columns={[
          { id: 'place', head: '位次', align: 'right', cell: (row) => row.place },
          {
            id: 'name',
            head: '姓名',
            cell: (row) => (
              <>
                {row.name ?? '档案已转出'} {row.example && <ExampleMark />}
              </>
            ),
          },
          { id: 'why', head: '为什么', long: true, cell: (row) => row.reasons.join('、') },
          { id: 'wants', head: '床位', wide: true, cell: (row) => BED_KINDS[row.wants] },
          { id: 'care', head: '能力', wide: true, cell: (row) => careWord(row.careDependency) },
          { id: 'days', head: '已等', align: 'right', cell: (row) => `${row.waitingDays} 天` },
          { id: 'state', head: '状态', cell: (row) => <Status of={row.state} words={APPLICATION_WORDS} /> },
        ]}
        peek={(row) => (
          <div className="y-stack">
            <RowFacts row={row} />
            {queue.mayAct && row.state === 'waiting' && (
              <div className="y-row">
                <Button kind="primary" onPress={() => setAsked({ what: 'offer', row })}>
                  邀约
                </Button>
                {row.supported && <Button onPress={() => setAsked({ what: 'wish', row })}>登记集中供养意愿</Button>}
                <Button onPress={() => setAsked({ what: 'end', row })}>移出名单</Button>
              </div>
            )}
          </div>
        )}
      />
      {asked?.what === 'offer' && <OfferDialog of={of} queue={queue} row={asked.row} bed={bed?.id} onClose={close} />}
      {asked?.what === 'wish' && <WishDialog of={of} row={asked.row} onClose={close} />}
      {asked?.what === 'end' && <EndApplicationDialog of={of} row={asked.row} onClose={close} />}
    </>
  )
}

function RowFacts({ row }: { row: QueueRow }) {
  return (
    <Facts
      of={[
        { label: '轮候编号', value: row.number },
        { label: '次序组', value: GROUP_WORDS[row.group] ?? '' },
        { label: '原因', value: row.reasons.join('、') },
        ...(row.unknown.length === 0 ? [] : [{ label: '没有采集、可能影响次序', value: row.unknown.join('、') }]),
        {
          label: '能力评估',
          value:
            row.assessedOn === null
              ? '还没有评估，先预约上门评估'
              : `${careWord(row.careDependency)}（${row.assessedOn}）`,
        },
        { label: '申请', value: `${row.appliedOn}，${STAY_KINDS[row.kind]}，${BED_KINDS[row.wants]}` },
        ...(row.wantedFrom === null ? [] : [{ label: '住多久', value: `${row.wantedFrom} 至 ${row.wantedUntil}` }]),
        ...(row.supported
          ? [{ label: '集中供养意愿', value: row.wish === null ? '还没有登记' : WISHES[row.wish] }]
          : []),
        ...(row.passes > 0 ? [{ label: '过号', value: `${row.passes} 次` }] : []),
      ]}
    />
  )
}

function Skips({ of }: { of: Queue }) {
  if (of.skips.length === 0) return null
  return (
    <section className="y-card" aria-label="不按次序的邀约">
      <h2>近一年不按次序的邀约 {of.skips.length} 次</h2>
      <ul>
        {of.skips.map((each) => (
          <li key={each.id}>
            {each.offeredOn} {each.number}：位次 {each.standing}，跳过 {each.skipped} 位，原因：{each.skipReason}
          </li>
        ))}
      </ul>
    </section>
  )
}
