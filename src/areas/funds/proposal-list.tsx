import { type CaseAction, CaseActions } from '../../ui/case-actions.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { showDateTime, showYuan } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty } from '../../ui/screen.tsx'
import { percent } from './budget-tables.tsx'
import { type Body, decide, type Proposal, readBudgets, readLottery, readPurchases } from './contract.ts'
import { LEVEL_WORDS, sayPurpose } from './words.ts'

const ACTIONS: readonly CaseAction[] = [
  {
    id: 'approved',
    label: '复核并生效',
    kind: 'primary',
    warn: { sentence: '生效后立即记入账本，不能修改；更正需另提一份。' },
  },
  { id: 'rejected', label: '退回', reason: { required: true, reasons: ['金额需要核对', '依据文件不符'] } },
]

/** Papers that wait for the second person; the maker cannot sign, and the server says so as well. */
export function ProposalList({ of, mayWrite }: { of: readonly Proposal[]; mayWrite: boolean }) {
  const { act } = useAct(decide, [readBudgets.path, readLottery.path, readPurchases.path])
  const open = of.filter((each) => each.decision === null)
  if (open.length === 0) return <Empty words="没有等待复核的内容。" />
  return (
    <div className="y-stack">
      {open.map((paper) => (
        <section key={paper.id} className="y-stack-tight" aria-label={describe(paper.body)}>
          <h2>
            {describe(paper.body)} {paper.example && <ExampleMark />}
          </h2>
          <Facts
            of={[
              { label: '依据', value: paper.document },
              { label: '提出', value: `${paper.proposedBy} · ${showDateTime(paper.proposedAt)}` },
            ]}
          />
          <CaseActions
            actions={mayWrite ? ACTIONS : []}
            onAct={async (decision, reason) => {
              const body = decision === 'approved' ? { decision } : { decision, reason }
              const answer = await act({ params: { district: paper.district, id: paper.id }, body })
              return answer.ok ? undefined : answer.refusal
            }}
          />
        </section>
      ))}
    </div>
  )
}

const LOTTERY = { lotteryIncome: '收入', lotteryPlan: '计划', lotterySpending: '支出' } as const

/** What a paper would do, in one sentence. */
function describe(body: Body): string {
  switch (body.kind) {
    case 'shares':
      return `${sayPurpose(body.purpose)}自 ${body.from} 起：${Object.entries(body.shares)
        .map(([level, share]) => `${LEVEL_WORDS[level]} ${percent(share)}`)
        .join('，')}`
    case 'budget':
      return `${body.year} 年${sayPurpose(body.purpose)}${LEVEL_WORDS[body.level]}预算 ${showYuan(body.amountFen)}`
    case 'contract':
      return `合同 ${body.number} ${body.lot}：${body.provider}，每${body.unit} ${showYuan(body.unitPriceFen)}，${body.quota} ${body.unit}`
    case 'serviceList':
      return `基本养老服务清单，自 ${body.from} 起，共 ${body.items.length} 项`
    default:
      return `福彩公益金${LOTTERY[body.kind]}：${body.item} ${showYuan(body.amountFen)}（${body.onDay}）`
  }
}
