import { useEndpoint } from '../../ui/load.ts'
import { Screen } from '../../ui/screen.tsx'
import { BENEFIT_WORDS } from './benefit-words.ts'
import { NoPhone } from './no-phone.tsx'
import { readGuides } from './portal-calls.ts'

/** All matters that have a page of their own (P03). */
export function GuideList() {
  const { data, loading, refusal, reload } = useEndpoint(readGuides)
  const of = (subject: 'person' | 'facility') => (data?.guides ?? []).filter((each) => each.subject === subject)
  return (
    <Screen title="事项指南" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        {(
          [
            ['person', '老人的待遇'],
            ['facility', '养老机构的补贴'],
          ] as const
        ).map(([subject, title]) => (
          <section key={subject} className="y-stack" aria-label={title}>
            <h2>{title}</h2>
            <ul className="y-found">
              {of(subject).map((each) => (
                <li key={each.scheme}>
                  <a href={`/guide/${each.scheme}`}>{BENEFIT_WORDS[each.scheme]?.name ?? each.title}</a>
                  <p className="y-meta">{BENEFIT_WORDS[each.scheme]?.what}</p>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <NoPhone />
      </div>
    </Screen>
  )
}
