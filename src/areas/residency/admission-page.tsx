import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { DayField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { careWord } from './care-words.ts'
import { type OfferRow, type QueueRow, readBoard, readQueue } from './contract.ts'
import { ContractFields, EMPTY_CONTRACT, readContract } from './contract-fields.tsx'
import { RiskFields, type Risks, risksOpen } from './risk-fields.tsx'
import { HomeGate, type HomeKey, homeInAddress, useHomeAct } from './use-home.tsx'
import { BED_KINDS, STAY_KINDS, WISHES } from './words.ts'

/** The admission of somebody who was offered a bed: risks, contract, day; one press writes all of it or nothing. */
export function AdmissionPage() {
  return <HomeGate title="办理入住">{(home) => <AdmissionOf home={home} />}</HomeGate>
}

function AdmissionOf({ home }: { home: HomeKey }) {
  const [search] = useUrlState()
  const queue = useEndpoint(readQueue, { params: home })
  const board = useEndpoint(readBoard, { params: home })
  const offer = queue.data?.offers.find((each) => each.id === search.offer)
  const row = queue.data?.rows.find((each) => each.id === offer?.application)
  const back = `/w/home/beds?home=${homeInAddress(home)}&tab=queue`
  const trail = [{ label: '床位与入住', href: back }, { label: '办理入住' }]
  if (queue.data === undefined || board.data === undefined)
    return (
      <Screen
        title="办理入住"
        trail={trail}
        loading={queue.loading || board.loading}
        refusal={queue.refusal ?? board.refusal}
      />
    )
  if (offer === undefined || row === undefined)
    return (
      <Screen title="办理入住" trail={trail}>
        <Empty words="这次邀约已经有结果了。">
          <a href={back}>回到轮候名单</a>
        </Empty>
      </Screen>
    )
  return (
    <Screen title={`办理入住：${row.name ?? row.number}`} trail={trail} note={row.example && <ExampleMark />}>
      <AdmissionForm home={home} offer={offer} row={row} today={board.data.today} />
    </Screen>
  )
}

function AdmissionForm({ home, offer, row, today }: { home: HomeKey; offer: OfferRow; row: QueueRow; today: string }) {
  const [from, setFrom] = useState(today)
  const [risks, setRisks] = useState<Risks>({})
  const [contract, setContract] = useState({ ...EMPTY_CONTRACT, payer: row.supported ? 'government' : 'self' })
  const { send, busy, refusal } = useHomeAct(home)
  const navigate = useNavigate()
  const toast = useToast()
  const terms = readContract(contract)
  const open = risksOpen(risks)
  const missing =
    open.length > 0 ? `风险评估还差：${open.join('、')}` : terms === undefined ? '先把合同填完整' : undefined
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (missing !== undefined || terms === undefined) return
    const answer = await send({ act: 'admit', offer: offer.id, from, risks, contract: terms })
    if (!answer.ok) return
    toast(`${row.name ?? ''}已入住，编号 ${answer.value.number ?? ''}。`)
    void navigate({ to: `/w/home/beds?home=${homeInAddress(home)}` })
  }
  return (
    <form className="y-stack" onSubmit={(event) => void submit(event)} noValidate>
      {refusal && <ErrorSummary problems={[{ field: 'from', message: refusal.message }]} lead="还没有办理" />}
      <section className="y-card" aria-label="核对">
        <h2>核对</h2>
        <Facts
          of={[
            { label: '床位', value: offer.bedLabel },
            { label: '申请', value: `${STAY_KINDS[row.kind]}，${BED_KINDS[row.wants]}` },
            {
              label: '能力评估',
              value: row.assessedOn === null ? '还没有评估' : `${careWord(row.careDependency)}（${row.assessedOn}）`,
            },
            ...(row.supported
              ? [{ label: '集中供养意愿', value: row.wish === null ? '还没有登记' : WISHES[row.wish] }]
              : []),
          ]}
        />
        <DayField id="from" label="入住日期" value={from} onChange={setFrom} />
      </section>
      <RiskFields risks={risks} onChange={setRisks} />
      <ContractFields of={contract} onChange={setContract} />
      <div className="y-row">
        <Button submit kind="primary" busy={busy} unavailable={missing}>
          办理入住
        </Button>
        <span className="y-meta">风险评估、合同、床位和名单一起保存。</span>
      </div>
    </form>
  )
}
