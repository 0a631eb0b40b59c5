import { ExampleMark } from '../../ui/example-mark.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { ClaimActs } from './claim-acts.tsx'
import { ClaimCards } from './claim-cards.tsx'
import { ClaimCount } from './claim-count.tsx'
import { ClaimInstalments } from './claim-instalments.tsx'
import { ClaimItems } from './claim-items.tsx'
import { type Claim, readClaim } from './contract.ts'
import { CLAIM_RULES, CLAIM_STATES } from './words.ts'

/** One claim of W11: the occupancy test and the sums first, then every item, the clauses, the signatures and the instalments. */
export function ClaimPage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readClaim, { params: { district, id } })
  const trail = [{ label: '补贴测算与申领', href: '/w/subsidies' }, { label: data?.number ?? '' }]
  if (data === undefined)
    return <Screen title="补贴测算" trail={trail} loading={loading} refusal={refusal} onRetry={reload} />
  const rule = CLAIM_RULES[data.rule] ?? data.rule
  return (
    <RecordPage
      title={`${data.placeName ?? '区县统筹'} · ${rule}`}
      number={data.number}
      trail={trail}
      note={
        <>
          <Status of={data.state} words={CLAIM_STATES} />
          {data.example && <ExampleMark />}
        </>
      }
      facts={[
        { label: '月份', value: data.from === data.to ? data.from : `${data.from} 至 ${data.to}` },
        { label: '测算金额', value: <Money fen={data.amountFen} inWords /> },
        { label: '已付', value: <Money fen={data.paidFen} /> },
        { label: '测算', value: data.preparedBy },
        { label: '核验', value: data.verifiedBy ?? '还没有' },
        { label: '复核', value: data.approvedBy ?? '还没有' },
      ]}
      tabs={[
        { id: 'count', label: '测算', content: () => <ClaimCount of={data} /> },
        { id: 'items', label: '逐项明细', content: () => <ClaimItems of={data} /> },
        { id: 'cards', label: '依据', content: () => <ClaimCards of={data} /> },
        { id: 'pay', label: '分期与支付', count: waiting(data), content: () => <ClaimInstalments of={data} /> },
      ]}
      aside={<Aside of={data} />}
    />
  )
}

const waiting = (claim: Claim): number => claim.instalments.filter((each) => each.paidOn === null).length

function Aside({ of }: { of: Claim }) {
  return (
    <section className="y-card y-stack" aria-label="办理">
      <h2>办理</h2>
      {of.reason !== null && <Notice tone="info">退回原因：{of.reason}</Notice>}
      {of.checked !== null && <p>抽查结果：{of.checked}</p>}
      <ClaimActs of={of} />
    </section>
  )
}
