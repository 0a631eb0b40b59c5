import { districts } from '../../ui/districts.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { keptAnswers } from './answers.ts'
import { BENEFIT_WORDS } from './benefit-words.ts'
import { readRuleInWords } from './portal-calls.ts'

/** A rule in plain sentences, with its clauses, for the district that was chosen in this tab, else for the city. */
export function RuleInWords() {
  const { rule = '' } = useAddress()
  const division = keptAnswers().district ?? '500000'
  const place = districts.find((one) => one.key === division)?.name ?? '全市'
  const { data, loading, refusal, reload } = useEndpoint(readRuleInWords, { params: { rule }, query: { division } })
  const words = BENEFIT_WORDS[rule]
  return (
    <Screen title={words?.name ?? data?.title ?? '政策说明'} loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        {words && <p>{words.what}</p>}
        <section className="y-stack" aria-labelledby="rule-lines">
          <h2 id="rule-lines">条款是怎么定的（{place}）</h2>
          {data?.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
        {words && <p>由{words.decides}决定。</p>}
        <div className="y-row">
          <a className="y-button" data-kind="primary" href="/what-can-i-receive">
            看看老人符不符合
          </a>
        </div>
      </div>
    </Screen>
  )
}
