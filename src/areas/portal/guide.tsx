import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { keptAnswers } from './answers.ts'
import { BENEFIT_WORDS } from './benefit-words.ts'
import type { Guide } from './contract.ts'
import { districts } from './districts.ts'
import { NoPhone } from './no-phone.tsx'
import { readGuide } from './portal-calls.ts'

const UNPUBLISHED = '未公布'
/** Lines of a rule that speak of its text; they stand with the clauses. */
const ABOUT_THE_TEXT = /^(依据|施行|核对)：/

/** P03 事项指南: one matter explained, from the rule itself. What a district has not set stays 未公布. */
export function GuidePage() {
  const { scheme = '' } = useAddress()
  const division = keptAnswers().district ?? '500113'
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
            {data.lines
              .filter((line) => !ABOUT_THE_TEXT.test(line))
              .map((line) => (
                <p key={line}>{line}</p>
              ))}
          </section>
          <Papers of={data} />
          <section className="y-stack" aria-labelledby="guide-terms">
            <h2 id="guide-terms">多久、多少钱、在哪办</h2>
            <Facts of={facts(data, words?.decides)} />
          </section>
          <section className="y-stack" aria-labelledby="guide-clauses">
            <h2 id="guide-clauses">依据</h2>
            {data.lines
              .filter((line) => /^(施行|核对)：/.test(line))
              .map((line) => (
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

const COUNTS = { working: '个工作日', calendar: '天' } as const
const HOW = {
  register: '不用申请，符合条件的按月核定发放。',
  application: '要先申请，批准后发放。',
  consent: '不用填表，本人同意后发放。',
} as const

function facts(of: Guide, decides: string | undefined) {
  const where = {
    here: '在线申请，或到住处所在的乡镇（街道）便民服务中心',
    office: '由养老机构在办公端申报，或到区县民政部门',
    elsewhere: `${decides ?? '当地'}办理，这里不受理`,
  } as const
  return [
    { label: '怎么发', value: of.claim === null ? UNPUBLISHED : HOW[of.claim] },
    { label: '法定时限', value: UNPUBLISHED },
    ...of.terms.map((term) => ({
      label: term.label,
      value: term.days === null ? UNPUBLISHED : `承诺 ${term.days} ${COUNTS[term.counts]}`,
    })),
    { label: '费用', value: '文件没有规定收费' },
    { label: '在哪办', value: where[of.applied] },
    { label: '电话', value: '12345；当地受理电话未公布' },
    ...(decides === undefined ? [] : [{ label: '由谁决定', value: decides }]),
  ]
}
