import { useEffect, useState } from 'react'
import type { Day } from '../../platform/clock/day.ts'
import type { Settings } from '../../policy/index.ts'
import { typed } from '../../ui/api.ts'
import { today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import type { OpeningFacts } from './opening-facts.ts'
import type { Panel, PanelLine } from './opening-lines.ts'

const publicSettings = { method: 'get', path: '/api/rules/settings/public', response: typed<Settings>() } as const

type Reader = typeof import('./opening-lines.ts')

/** The panel of the facts as they stand, answered in this browser by the rules themselves. */
export function useOpening(facts: OpeningFacts, division: string): Panel | undefined {
  const [reader, setReader] = useState<Reader>()
  useEffect(() => {
    // The rules are a chunk of their own.
    void import('./opening-lines.ts').then(setReader)
  }, [])
  const settings = useEndpoint(publicSettings, { query: { division: division.slice(0, 6) } }, division !== '')
  return reader?.panelOf(facts, {
    on: today() as Day,
    division: division === '' ? '500000' : division.slice(0, 6),
    settings: settings.data ?? [],
  })
}

/** 可免, 须办, 可享, each line with its clause and 为什么; below them whom to ask, and what is still open. */
export function OpeningPanel({ of }: { of: Panel }) {
  const duties = [...of.required, ...of.verify]
  return (
    <div className="y-stack" aria-live="polite">
      <div className="y-columns">
        <Column title="可免" empty="还没有可以免办的手续。" lines={of.spared} />
        <Column title="须办" empty="还没有确定要办的手续。" lines={duties} />
        <Column title="可享" empty="还没有可以申领的补贴。" lines={of.receivable} />
      </div>
      {of.open.length > 0 && (
        <section aria-label="还不能判断">
          <h3>还不能判断</h3>
          <p className="y-meta">缺少下面的情况，不作“可免”或“不符合”处理。</p>
          <ul className="y-plain">
            {of.open.map((line) => (
              <li key={line.rule}>
                {line.title}：还差{line.missing.join('、')}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Column({ title, empty, lines }: { title: string; empty: string; lines: readonly PanelLine[] }) {
  return (
    <section className="y-card y-stack" aria-label={title}>
      <h3>
        {title} <span className="y-meta">{lines.length} 项</span>
      </h3>
      {lines.length === 0 && <p className="y-quiet">{empty}</p>}
      {lines.map((line) => (
        <article key={line.rule} className="y-stack">
          <strong>{line.title}</strong>
          <Says of={line} />
          {line.why.map((each) => (
            <span key={each} className="y-quiet">
              为什么：{each}
            </span>
          ))}
          {line.conditions.map((each) => (
            <span key={each} className="y-quiet">
              {each}
            </span>
          ))}
          <span className="y-meta">依据：{line.clauses.join('；')}</span>
        </article>
      ))}
    </section>
  )
}

function Says({ of }: { of: PanelLine }) {
  if (of.near !== null) return <span>差一点：{of.near}</span>
  const fen = of.amountFen
  if (fen !== null)
    return (
      <span>
        预计可申领 <Money fen={fen} example={of.example} />
        ，以验收结果为准
      </span>
    )
  return <span>{of.says}</span>
}
