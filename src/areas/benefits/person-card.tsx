import { type Explanation, ExplanationCard } from '../../ui/explanation-card.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { type PersonCard as Card, readCard, type SchemeCard } from './contract.ts'
import { OUTCOME_TONES, OUTCOME_WORDS, SCHEME_WORDS } from './words.ts'

type Props = { district: string; elder: string; month: string; scheme?: string }

/** 依据卡 of one person and month: the scheme that was asked for first, the others beside it. */
export function PersonCard({ district, elder, month, scheme }: Props) {
  const { data, loading, refusal, reload } = useEndpoint(readCard, { params: { district, elder, month } })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton words="正在重新计算依据" />
  const order = [...data.schemes].sort((a, b) => Number(b.scheme === scheme) - Number(a.scheme === scheme))
  return (
    <div className="y-stack">
      <p className="y-meta">
        {data.elder.townshipName} · {data.elder.birthDate ?? '出生日期未采集'} 出生 · 情况截至批次截止时刻
      </p>
      <BackPay of={data} />
      <Tabs
        key={`${elder} ${scheme}`}
        name="scheme"
        label="各项待遇"
        tabs={order.map((each) => ({
          id: each.scheme,
          label: SCHEME_WORDS[each.scheme] ?? each.scheme,
          content: () => <OneScheme of={each} month={month} />,
        }))}
      />
    </div>
  )
}

/** One scheme of a 依据卡. */
export function OneScheme({ of, month }: { of: SchemeCard; month: string }) {
  return (
    <ExplanationCard of={explanationOf(of, month)}>
      {!of.agrees && (
        <Notice tone="danger" live>
          重新计算的结果与批次所存的不一致{of.sameVersion ? '' : '（规则在批次之后有了新版本）'}
          。请先不要发放，并报告区县管理员核查。
        </Notice>
      )}
      {of.conditions.length > 0 && <p className="y-meta">另须保持：{of.conditions.join('；')}。</p>}
      {of.reading && <p className="y-meta">我们的理解：{of.reading}</p>}
      {of.link && (
        <p>
          <a href={of.link.url} rel="noreferrer" target="_blank">
            {of.link.label}
          </a>
        </p>
      )}
    </ExplanationCard>
  )
}

/** The card in the shape that every explanation of the product has. */
function explanationOf(of: SchemeCard, month: string): Explanation {
  const steps = [...new Map(of.steps.map((step) => [step.text, step])).values()]
  const first = of.nearest[0]
  return {
    title: `${SCHEME_WORDS[of.scheme] ?? of.title} · ${month}`,
    result: {
      word: OUTCOME_WORDS[of.outcome] ?? of.outcome,
      tone: OUTCOME_TONES[of.outcome] ?? 'neutral',
      fen: of.amountFen ?? of.ceilingFen,
      ...(periodOf(of) === undefined ? {} : { period: periodOf(of) }),
      example: of.example,
    },
    steps: steps.map(({ text, value }) => ({ text, ...(value === null ? {} : { value }) })),
    clauses: of.clauses,
    inputs: of.facts.map(({ label, value, source, since }) => ({
      label,
      value,
      ...(source === null ? {} : { source: `${source}${since === null ? '' : `，自 ${since}`}` }),
    })),
    ...(first === undefined ? {} : { nearest: { ifThis: first.ifThis, thenThat: `“${first.thenThat}”` } }),
    missing: of.missing,
    rule: of.version,
  }
}

/** What the figure is, where the word and the sum do not say it already. */
function periodOf(of: SchemeCard): string | undefined {
  if (of.ceilingFen !== null) return '消费券每月上限，由国家平台发放'
  if (of.amountFen !== null) return '每月'
  return of.outcome === 'notMet' ? undefined : of.reason
}

function BackPay({ of }: { of: Card }) {
  if (of.backPay.length === 0) return null
  return (
    <Notice tone="info">
      以前月份的差额：
      <ul>
        {of.backPay.map((each) => (
          <li key={`${each.month} ${each.scheme}`}>
            {each.month} {SCHEME_WORDS[each.scheme]} <Money fen={each.differenceFen} />
          </li>
        ))}
      </ul>
    </Notice>
  )
}
