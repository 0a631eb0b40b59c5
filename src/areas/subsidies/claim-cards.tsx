import { type Explanation, ExplanationCard } from '../../ui/explanation-card.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import type { Claim } from './contract.ts'

/** 依据卡 of each rule and month that was asked; the month is chosen where there are several. */
export function ClaimCards({ of }: { of: Claim }) {
  const [search, change] = useUrlState()
  const at = Math.min(Number(search.card ?? '0') || 0, of.cards.length - 1)
  const card = of.cards[at]
  if (card === undefined) return <p className="y-quiet">没有依据卡。</p>
  return (
    <div className="y-stack">
      {of.cards.length > 1 && (
        <nav className="y-row" aria-label="选择依据卡">
          {of.cards.map((each, n) => (
            <button
              key={`${each.rule}.${each.on}`}
              type="button"
              className="y-button"
              aria-current={n === at || undefined}
              onClick={() => change({ card: String(n) }, 'replace')}
            >
              {of.months.length > 0 ? each.on.slice(0, 7) : each.title}
            </button>
          ))}
        </nav>
      )}
      <ExplanationCard of={explanationOf(card, of.example)}>
        {card.reading !== null && <p className="y-meta">读法：{card.reading}</p>}
      </ExplanationCard>
    </div>
  )
}

function explanationOf(card: Claim['cards'][number], example: boolean): Explanation {
  return {
    title: `${card.title} · ${card.on.slice(0, 7)}`,
    result: { word: card.says, tone: card.outcome === 'granted' ? 'ok' : 'warn', fen: card.amountFen, example },
    steps: card.steps.map(({ text, value }) => ({ text, ...(value === null ? {} : { value }) })),
    clauses: card.clauses,
    inputs: card.facts.map(({ label, value, source }) => ({ label, value, ...(source === null ? {} : { source }) })),
    missing: card.missing,
    rule: `${card.rule} ${card.version.slice(0, 12)}`,
  }
}
