import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { OUTCOMES } from '../visits/words.ts'
import { fieldApp } from './device/app.ts'
import type { GeneralMonth } from './month.tsx'
import type { Entry } from './protocol/device.ts'
import type { Choice } from './protocol/record.ts'
import { sayTime } from './say-entry.tsx'
import { useFieldSession } from './use-field.tsx'
import { questionsOf } from './visit-draft.tsx'
import { KIND_WORDS } from './words.ts'

type Visit = {
  outcome?: keyof typeof OUTCOMES
  answers?: Record<string, number>
  condition?: string
  nextSteps?: string
}

const CHOICES: readonly { choice: Choice; label: string; kinds: readonly string[] }[] = [
  { choice: 'both', label: '两次都去过，两条都保留', kinds: ['visit'] },
  { choice: 'theirs', label: '留对方的，我的不上报', kinds: ['visit', 'assessment', 'application', 'confirmation'] },
  { choice: 'mine', label: '用我的，代替对方的', kinds: ['visit'] },
]

/** Two wrote about one visit: both sides beside each other, and the choice is the person's. */
export function ConflictCard({ entry, questions }: { entry: Entry; questions: GeneralMonth['questions'] | undefined }) {
  const session = useFieldSession()
  const { record, other, choice, message } = entry
  if (other === undefined) return null
  const choose = async (which: Choice) => {
    await session.decide(record.id, which)
    void fieldApp.sync()
  }
  const rows = differences(record.content, other.content, questions)
  return (
    <section className="y-card y-stack" aria-label="需要您决定">
      <Notice tone="warn">
        <p>
          {other.by}在 {sayTime(other.madeAt)} 也写了这次{KIND_WORDS[record.kind] ?? '记录'}。请看两边，选一种办法。
        </p>
      </Notice>
      {message !== undefined && choice === undefined && <p role="alert">{message}</p>}
      <div className="y-sides">
        <div>
          <strong>我的</strong> {sayTime(record.madeAt)}
          {rows.map((row) => (
            <p key={row.label}>
              {row.label}：{row.mine}
            </p>
          ))}
        </div>
        <div>
          <strong>{other.by}</strong> {sayTime(other.madeAt)}
          {rows.map((row) => (
            <p key={row.label}>
              {row.label}：{row.theirs}
            </p>
          ))}
        </div>
      </div>
      {choice === undefined ? (
        <div className="y-wide-buttons">
          {CHOICES.filter((each) => each.kinds.includes(record.kind)).map((each) => (
            <Button key={each.choice} onPress={() => void choose(each.choice)}>
              {each.label}
            </Button>
          ))}
        </div>
      ) : (
        <p>已记下您的选择，有网时上传。</p>
      )}
    </section>
  )
}

/** What the two say differently, in words; where nothing differs, that both say the same. */
function differences(mine: unknown, theirs: unknown, questions: GeneralMonth['questions'] | undefined) {
  const [a, b] = [(mine ?? {}) as Visit, (theirs ?? {}) as Visit]
  const said = (visit: Visit, code: string, options: readonly { points: number; label: string }[]) =>
    options.find((each) => each.points === visit.answers?.[code])?.label ?? '没有填'
  const rows = [
    { label: '见面', mine: outcomeOf(a), theirs: outcomeOf(b) },
    ...(questions === undefined ? [] : questionsOf(questions)).map((item) => ({
      label: item.label,
      mine: said(a, item.code, item.options),
      theirs: said(b, item.code, item.options),
    })),
    { label: '情况', mine: a.condition || '没有填', theirs: b.condition || '没有填' },
    { label: '下一步', mine: a.nextSteps || '没有填', theirs: b.nextSteps || '没有填' },
  ]
  const unlike = rows.filter((row) => row.mine !== row.theirs)
  return unlike.length > 0 ? unlike : [{ label: '内容', mine: '两边一样', theirs: '两边一样' }]
}

const outcomeOf = (visit: Visit): string => (visit.outcome === undefined ? '没有填' : OUTCOMES[visit.outcome])
