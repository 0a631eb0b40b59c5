import { districts } from '../../ui/districts.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress, useUrlState } from '../../ui/url-state.ts'
import { keptAnswers } from './answers.ts'
import { BENEFIT_WORDS } from './benefit-words.ts'
import type { Guide } from './contract.ts'
import { aboutTheText, guideFacts, whoMay } from './guide-facts.ts'
import { NoPhone } from './no-phone.tsx'
import { readGuide } from './portal-calls.ts'

/** P03 事项指南: one matter explained, from the rule itself. What a district has not set stays 未公布. */
export function GuidePage() {
  const { scheme = '' } = useAddress()
  const [search] = useUrlState()
  const division = search.division ?? keptAnswers().district ?? '500113'
  const place = districts.find((one) => one.key === division)?.name ?? '当地'
  const { data, loading, refusal, reload } = useEndpoint(readGuide, { params: { scheme }, query: { division } })
  const words = BENEFIT_WORDS[scheme]
  return (
    <Screen title={words?.name ?? data?.title ?? '事项指南'} loading={loading} refusal={refusal} onRetry={reload}>
      {data && (
        <div className="y-stack y-after-title">
          {words && <p>{words.what}</p>}
          {data.applied === 'here' && (
            <div className="y-row">
              <a className="y-button" data-kind="primary" href={`/apply?schemes=${scheme}`}>
                在线申请
              </a>
            </div>
          )}
          <section className="y-stack" aria-labelledby="guide-who">
            <h2 id="guide-who">谁能办（{place}）</h2>
            {whoMay(data).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </section>
          <Papers of={data} />
          <section className="y-stack" aria-labelledby="guide-terms">
            <h2 id="guide-terms">多久、多少钱、在哪办</h2>
            <Facts of={guideFacts(data)} />
          </section>
          <section className="y-stack" aria-labelledby="guide-clauses">
            <h2 id="guide-clauses">依据</h2>
            {aboutTheText(data).map((line) => (
              <p key={line}>{line}</p>
            ))}
            {data.clauses.map((clause) => (
              <div key={clause.says} className="y-clause">
                {clause.says}
                <div className="y-meta">{clause.verified ? `最近核对 ${clause.verified}` : '还没有核对过'}</div>
              </div>
            ))}
          </section>
          <NoPhone />
        </div>
      )}
    </Screen>
  )
}

function Papers({ of }: { of: Guide }) {
  if (of.papers.length === 0) return null
  return (
    <section className="y-stack" aria-labelledby="guide-papers">
      <h2 id="guide-papers">要什么材料</h2>
      <ul className="y-answers-list">
        {of.papers.map((paper) => (
          <li key={paper.label}>
            {paper.label}
            {paper.free && <strong>：免交</strong>}
          </li>
        ))}
      </ul>
      {of.papers.some((paper) => paper.free) && (
        <p className="y-meta">“免交”的，政府部门已有记录就不用再交；记录里没有的，工作人员会一次说清要补什么。</p>
      )}
    </section>
  )
}
