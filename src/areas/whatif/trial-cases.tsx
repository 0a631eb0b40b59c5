import { call } from '../../ui/api.ts'
import { showNumber } from '../../ui/formats.ts'
import { Grid } from '../../ui/grid.tsx'
import { useLoad } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { OUTCOME_WORDS } from '../benefits/words.ts'
import { type Case, type CasesQuery, drawCases } from './contract.ts'
import { TURN_WORDS } from './words.ts'

/** Twenty real cases without names, before and after: what whoever signs a value looks at first. */
export function TrialCases({ order }: { order: CasesQuery }) {
  const { data, loading, refusal, reload } = useLoad([drawCases.path, JSON.stringify(order)], () =>
    call(drawCases, { body: order }),
  )
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton words="正在从台账中抽取 20 例" />
  if (data.cases.length === 0) return <Empty words="本地台账里还没有老人，没有可以试算的例子。" />
  const changed = data.cases.filter((each) => each.turn !== 'same').length
  return (
    <div className="y-stack">
      <p className="y-meta">
        从 {showNumber(data.persons)} 份真实档案中抽取，已隐去姓名、号码和住址；{data.month} 的情况。有变化的排在前面，
        {changed > 0 ? `这里有 ${changed} 例` : '抽到的例子都没有变化'}。
      </p>
      <Grid label="20 例试算">
        <table className="y-table" aria-label="20 例试算">
          <thead>
            <tr>
              <th scope="col">例子</th>
              <th scope="col">情况</th>
              <th scope="col">现在</th>
              <th scope="col">改后</th>
            </tr>
          </thead>
          <tbody>
            {data.cases.map((each) => (
              <CaseRow key={each.name} of={each} />
            ))}
          </tbody>
        </table>
      </Grid>
    </div>
  )
}

function CaseRow({ of }: { of: Case }) {
  const shown = of.schemes.filter((each) => each.changed)
  const rows = shown.length > 0 ? shown : of.schemes.filter((each) => each.before.outcome === 'granted').slice(0, 1)
  return (
    <tr>
      <td>
        {of.name} <Status of={of.turn} words={TURN_WORDS} />
      </td>
      <td>
        <div className="y-wrap">{of.facts.map(({ label, value }) => `${label} ${value}`).join('，')}</div>
      </td>
      <td>
        {rows.length === 0 && '没有可享受的待遇'}
        {rows.map((each) => (
          <Side key={each.scheme} title={each.title} of={each.before} />
        ))}
      </td>
      <td>
        {rows.length === 0 && '不变'}
        {rows.map((each) => (
          <Side key={each.scheme} title={each.title} of={each.after} />
        ))}
      </td>
    </tr>
  )
}

function Side({ title, of }: { title: string; of: Case['schemes'][number]['before'] }) {
  return (
    <div>
      {title} {of.fen === null ? (OUTCOME_WORDS[of.outcome] ?? of.outcome) : <Money fen={of.fen} />}
      <div className="y-meta">{of.reason}</div>
    </div>
  )
}
