import { CaseActions } from '../../ui/case-actions.tsx'
import { showYuan } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty } from '../../ui/screen.tsx'
import { actOnClaim, CHANGED_BY_ACTS, type Claim } from './contract.ts'
import { PoolUses } from './pool-uses.tsx'

/** Instalments: the evidence that each waits for, who confirmed it, who paid it. */
export function ClaimInstalments({ of }: { of: Claim }) {
  const { act } = useAct(actOnClaim, CHANGED_BY_ACTS)
  const run = async (no: number, id: string, reason: string | undefined) => {
    const body = id === 'release' ? { act: 'release', no, evidence: reason } : { act: 'pay', no }
    const answer = await act({ params: { district: of.district, id: of.id }, body })
    return answer.ok ? undefined : answer.refusal
  }
  if (of.instalments.length === 0)
    return <Empty words={of.state === 'approved' ? '这一项不产生付款。' : '复核通过时确定分期。'} />
  return (
    <div className="y-stack">
      {of.instalments.map((each) => (
        <section key={each.no} className="y-stack-tight" aria-label={`第 ${each.no} 期`}>
          <h2>第 {each.no} 期</h2>
          <Facts
            of={[
              { label: '支付条件', value: each.dueWhen },
              { label: '金额', value: <Money fen={each.amountFen} inWords example={of.example} /> },
              {
                label: '证据',
                value: each.evidence === null ? '还没有确认' : `${each.evidence}（${each.releasedBy}）`,
              },
              { label: '支付', value: each.paidOn === null ? '还没有支付' : `${each.paidOn}（${each.paidBy}）` },
            ]}
          />
          <CaseActions
            actions={[
              ...(of.acts.includes(`release.${each.no}`)
                ? [
                    {
                      id: 'release',
                      label: '确认条件已满足',
                      reason: { required: true, reasons: ['验收合格证', '现场复查记录'] },
                    },
                  ]
                : []),
              ...(of.acts.includes(`pay.${each.no}`)
                ? [
                    {
                      id: 'pay',
                      label: '支付这一期',
                      kind: 'primary' as const,
                      warn: { sentence: `将从预算支出 ${showYuan(each.amountFen)}，记入账本。预算不足时不会支付。` },
                    },
                  ]
                : []),
            ]}
            onAct={(id, reason) => run(each.no, id, reason)}
          />
        </section>
      ))}
      {(of.acts.includes('use') || of.uses.length > 0) && <PoolUses of={of} />}
    </div>
  )
}
