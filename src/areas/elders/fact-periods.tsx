import type { ReactNode } from 'react'
import type { z } from 'zod'
import { Day } from '../../ui/day.tsx'
import { Empty } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import type { FactView } from './contract.ts'
import { instantOf } from './instants.ts'
import { FACT_KINDS, type FactKind, SOURCES } from './words.ts'

export type Fact = z.infer<typeof FactView>

const states = {
  holds: { word: '当日有效', tone: 'ok' },
  over: { word: '已结束', tone: 'neutral' },
  ahead: { word: '尚未开始', tone: 'info' },
} as const

const stateOf = (fact: Fact, asOf: string): keyof typeof states =>
  fact.validFrom > asOf ? 'ahead' : fact.validTo !== null && fact.validTo <= asOf ? 'over' : 'holds'

export const sourceInWords = (kind: string): string => (SOURCES as Record<string, string>)[kind] ?? kind

type Props = {
  facts: readonly Fact[]
  asOf: string
  /** The acts on one period; left out for whoever only reads. */
  actsOf?: ((fact: Fact) => ReactNode) | undefined
}

/** Every kind of fact with its periods, where each comes from and when it was recorded. What nobody asked is said too. */
export function FactPeriods({ facts, asOf, actsOf }: Props) {
  const kinds = Object.keys(FACT_KINDS) as FactKind[]
  const missing = kinds.filter((kind) => kind !== 'death' && !facts.some((fact) => fact.kind === kind))
  if (facts.length === 0) return <Empty words="还没有登记任何情况。可以点“登记变化”补上。" />
  return (
    <div className="y-stack">
      <table className="y-table" aria-label="情况与期间">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">内容</th>
            <th scope="col">期间</th>
            <th scope="col">来源与登记时间</th>
            {actsOf && <th scope="col">办理</th>}
          </tr>
        </thead>
        <tbody>
          {facts.map((fact) => (
            <tr key={fact.id}>
              <td>{FACT_KINDS[fact.kind]}</td>
              <td>
                <div className="y-long">{fact.words}</div>
              </td>
              <td>
                <Day on={fact.validFrom} /> 起
                {fact.validTo !== null && <div className="y-meta">到 {fact.validTo} 前</div>}
                <div>
                  <Status of={stateOf(fact, asOf)} words={states} />
                </div>
              </td>
              <td>
                <div className="y-long">
                  {sourceInWords(fact.sourceKind)}
                  {fact.sourceRef && ` · ${fact.sourceRef}`}
                </div>
                <div className="y-meta">
                  <Day on={instantOf(fact.recordedAt)} />
                </div>
              </td>
              {actsOf && <td>{actsOf(fact)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {missing.length > 0 && (
        <p className="y-meta">未采集：{missing.map((kind) => FACT_KINDS[kind]).join('、')}。未采集不等于没有。</p>
      )}
    </div>
  )
}
