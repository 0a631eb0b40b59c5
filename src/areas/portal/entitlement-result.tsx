import { Button } from '../../ui/button.tsx'
import { Clause } from '../../ui/explanation-card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useLoad } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import type { Tone } from '../../ui/status.tsx'
import type { Answers } from './answers.ts'
import { find } from './find.ts'
import type { Finding } from './findings.ts'

const GROUPS = [
  { id: 'now', title: '现在可以办', tone: 'ok', empty: '按现在的答案，还没有可以马上办的。' },
  { id: 'oneMore', title: '再确认一项就能办', tone: 'info', empty: '没有要再确认的。' },
  { id: 'notNow', title: '暂时不符合', tone: 'neutral', empty: '没有。' },
] as const satisfies readonly { id: string; title: string; tone: Tone; empty: string }[]

/** The answer in three groups, each benefit with its amount, reason, clause and a way without a phone. */
export function EntitlementResult({ answers, onChange }: { answers: Answers; onChange: () => void }) {
  const { data, loading, refusal, reload } = useLoad(['findings', answers], async () => find(answers))
  return (
    <Screen title="老人能享受的待遇" loading={loading} loadingWords="正在核对条款" refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        <p>这是按您的答案算的，最后以受理部门核定的为准。</p>
        {data &&
          GROUPS.map((group) => (
            <section key={group.id} className="y-stack" aria-labelledby={`group-${group.id}`}>
              <h2 id={`group-${group.id}`}>
                <Icon name={group.tone} /> {group.title}（{data[group.id].length}）
              </h2>
              {data[group.id].length === 0 && <Empty words={group.empty} />}
              {data[group.id].map((finding) => (
                <OneFinding key={finding.id} of={finding} />
              ))}
            </section>
          ))}
        <div className="y-row">
          <Button onPress={onChange}>修改答案</Button>
          <Button onPress={() => print()}>打印这一页</Button>
        </div>
      </div>
    </Screen>
  )
}

function OneFinding({ of }: { of: Finding }) {
  return (
    <article className="y-entitlement">
      <h3>{of.name}</h3>
      <p>{of.what}</p>
      <p>
        <strong>
          {'fen' in of.amount ? (
            <>
              <Money fen={of.amount.fen} example={of.amount.example} />
              {of.amount.unit}
            </>
          ) : (
            of.amount.words
          )}
        </strong>
      </p>
      <ul>
        {of.because.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <details>
        <summary>依据和办法</summary>
        <div className="y-stack">
          {of.clauses.map((clause) => (
            <Clause key={clause.number + clause.section} of={clause} />
          ))}
          <p>由{of.decidedBy}决定。</p>
          <p>{of.howTo}</p>
        </div>
      </details>
    </article>
  )
}
