import { TextField, Tiles } from '../../ui/field.tsx'
import { RISK_LEVELS, RISKS, type Risk, type RiskLevel } from './words.ts'

export type Risks = Partial<Record<Risk, { level: RiskLevel; measures: string }>>

/** What is not answered, or lacks the measures that a risk asks for. */
export const risksOpen = (risks: Risks): string[] =>
  (Object.keys(RISKS) as Risk[])
    .filter((risk) => {
      const answer = risks[risk]
      return answer === undefined || (answer.level !== 'none' && answer.measures.trim() === '')
    })
    .map((risk) => RISKS[risk])

/** The nine risks before anybody moves in; a risk asks for measures. */
export function RiskFields({ risks, onChange }: { risks: Risks; onChange: (risks: Risks) => void }) {
  return (
    <section className="y-card" aria-label="九项风险评估">
      <h2>九项风险评估</h2>
      <div className="y-columns">
        {(Object.keys(RISKS) as Risk[]).map((risk) => {
          const answer = risks[risk]
          const change = (part: Partial<{ level: RiskLevel; measures: string }>) =>
            onChange({ ...risks, [risk]: { level: 'none', measures: '', ...answer, ...part } })
          return (
            <div key={risk}>
              <Tiles
                label={RISKS[risk]}
                inline
                value={answer?.level ?? ''}
                onChange={(level) => change({ level: level as RiskLevel })}
                options={Object.entries(RISK_LEVELS).map(([value, label]) => ({ value, label }))}
              />
              {answer !== undefined && answer.level !== 'none' && (
                <TextField
                  label={`${RISKS[risk]}的防护措施`}
                  value={answer.measures}
                  onChange={(measures) => change({ measures })}
                  maxLength={300}
                />
              )}
            </div>
          )
        })}
      </div>
    </section>
  )
}
