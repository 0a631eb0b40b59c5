import type { Benefit } from '../../policy/index.ts'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Tiles } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useLoad } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import type { Tone } from '../../ui/status.tsx'
import type { Answers } from './answers.ts'
import { APPLIED } from './applied.ts'
import { BENEFIT_WORDS } from './benefit-words.ts'
import { find } from './find.ts'

const GROUPS = [
  { id: 'now', title: '现在可以办', tone: 'ok', empty: '按现在的答案，还没有可以马上办的。' },
  { id: 'confirmOne', title: '再确认一项就能办', tone: 'info', empty: '没有要再确认的。' },
  { id: 'notNow', title: '暂时不符合', tone: 'neutral', empty: '没有暂时不符合的。' },
] as const satisfies readonly { id: string; title: string; tone: Tone; empty: string }[]

type Props = { answers: Answers; onAnswer: (answers: Answers) => void; onEdit: () => void }

/** The answer in three groups, each benefit with its amount, reason, clause and a way without a phone. */
export function EntitlementResult({ answers, onAnswer, onEdit }: Props) {
  const { data, loading, refusal, reload } = useLoad(['findings', answers], () => find(answers))
  return (
    <Screen title="老人能享受的待遇" loading={loading} loadingWords="正在核对条款" refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        <p>这是按您的答案算的，最后以受理部门核定的为准。</p>
        {data && !data.settingsKnown && (
          <Notice tone="warn">当地公布的标准暂时取不到，下面没有金额。其他判断不受影响，可以稍后再看。</Notice>
        )}
        {data &&
          GROUPS.map((group) => (
            <section key={group.id} className="y-stack" aria-labelledby={`group-${group.id}`}>
              <h2 id={`group-${group.id}`} className="y-group" data-tone={group.tone}>
                <Icon name={group.tone} /> {group.title}（{data[group.id].length}）
              </h2>
              {data[group.id].length === 0 && <p className="y-quiet">{group.empty}</p>}
              {sumsFirst(data[group.id]).map((benefit) => (
                <OneBenefit key={benefit.rule} of={benefit} withAmount={group.id !== 'notNow'}>
                  {group.id !== 'notNow' && APPLIED.includes(benefit.rule) && (
                    <p>
                      <a className="y-button" href={`/apply?schemes=${benefit.rule}`}>
                        去申请<span className="y-unseen">：{benefit.title}</span>
                      </a>
                    </p>
                  )}
                  {benefit.confirm.includes('基本医疗保险') && <Insurance answers={answers} onAnswer={onAnswer} />}
                </OneBenefit>
              ))}
            </section>
          ))}
        {data && <ApplyAll of={[...data.now, ...data.confirmOne]} />}
        <div className="y-row y-no-print">
          <Button onPress={onEdit}>修改答案</Button>
          <Button onPress={() => print()}>打印这一页</Button>
        </div>
      </div>
    </Screen>
  )
}

/** One form for everything that fits. */
function ApplyAll({ of }: { of: readonly Benefit[] }) {
  const schemes = of.map((each) => each.rule).filter((each) => APPLIED.includes(each))
  if (schemes.length < 2) return null
  return (
    <p className="y-no-print">
      <a className="y-button" data-kind="primary" href={`/apply?schemes=${schemes.join(',')}`}>
        一次申请这 {schemes.length} 项
      </a>
    </p>
  )
}

/** What is asked first is how much; services without a sum follow. */
const sumsFirst = (benefits: readonly Benefit[]) =>
  benefits.toSorted((a, b) => Number(b.amount !== null) - Number(a.amount !== null))

type BenefitProps = { of: Benefit; withAmount: boolean; children: React.ReactNode }

function OneBenefit({ of, withAmount, children }: BenefitProps) {
  const words = BENEFIT_WORDS[of.rule]
  const name = words?.name ?? of.title
  return (
    <article className="y-entitlement">
      <h3>{name}</h3>
      {words && <p>{words.what}</p>}
      {withAmount && of.amount && <Amount words={of.amount} />}
      {of.because && <p>{of.because}</p>}
      {of.change && <p className="y-nearest">{of.change}</p>}
      {children}
      <details>
        <summary>
          依据和办法<span className="y-unseen">：{name}</span>
        </summary>
        <div className="y-stack">
          <div className="y-clause">
            {of.clause}
            <div className="y-meta">{of.lastVerified ? `最近核对 ${of.lastVerified}` : '还没有核对过'}</div>
          </div>
          {of.conditions.map((condition) => (
            <p key={condition}>{condition}。</p>
          ))}
          {words && <p>由{words.decides}决定。</p>}
          <p>{of.route}</p>
          {of.link && <a href={of.link.url}>{of.link.label}</a>}
          <a href={`/guide/${of.rule}`}>看{name}的事项指南</a>
        </div>
      </details>
    </article>
  )
}

/** An amount of the demonstration carries its mark as a sign, not only as a word in brackets. */
function Amount({ words }: { words: string }) {
  const example = words.endsWith('（示例）')
  return (
    <p className="y-row">
      <strong>{example ? words.slice(0, -'（示例）'.length) : words}</strong>
      {example && <ExampleMark />}
    </p>
  )
}

/** The one question that only long-term care insurance needs. */
function Insurance({ answers, onAnswer }: Omit<Props, 'onEdit'>) {
  return (
    <Tiles
      id="insurance"
      label="老人参加的是哪种医保"
      value={answers.insurance ?? ''}
      onChange={(value) => onAnswer({ ...answers, insurance: value as NonNullable<Answers['insurance']> })}
      options={[
        { value: 'employee', label: '职工医保' },
        { value: 'resident', label: '居民医保' },
        { value: 'unknown', label: '不清楚' },
      ]}
    />
  )
}
