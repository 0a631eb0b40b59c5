import { Button } from '../../ui/button.tsx'
import { Tiles } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type StateWords, Status } from '../../ui/status.tsx'
import { type ApplyParts, knownOf, missingOf, paperOf } from './apply-parts.tsx'
import { BENEFIT_WORDS } from './benefit-words.ts'

const STATES: StateWords<'done' | 'open' | 'later'> = {
  done: { word: '已完成', tone: 'ok' },
  open: { word: '待填写', tone: 'info' },
  later: { word: '选填', tone: 'neutral' },
}

/** The list of tasks: each says whether it is done, and may be opened in any order. */
export function ApplyTasks({ chosen, draft, onOpen }: ApplyParts & { onOpen: (at: string) => void }) {
  const missing = missingOf(chosen)
  const answered = missing.filter((each) => draft.unclear.includes(each.name) || paperOf(draft, each.name))
  const tasks = [
    {
      at: 'topics',
      title: '申请哪些事项',
      note: chosen.map((each) => each.title).join('、'),
      state: chosen.length > 0,
    },
    {
      at: 'facts',
      title: '核对已有的情况',
      note: `${knownOf(chosen).length} 项已有记录，免交`,
      state: chosen.length > 0,
    },
    {
      at: 'papers',
      title: '还缺的材料',
      note: missing.length === 0 ? '没有要交的材料' : `${missing.length} 项，可以以后再补`,
      state: answered.length === missing.length,
    },
  ] as const
  return (
    <div className="y-stack">
      <dl className="y-answers">
        {tasks.map((task) => (
          <div key={task.at}>
            <dt>
              <strong>{task.title}</strong>{' '}
              <Status of={task.state ? 'done' : task.at === 'papers' ? 'later' : 'open'} words={STATES} />
            </dt>
            <dd>{task.note}</dd>
            <dd>
              <Button label={`打开：${task.title}`} onPress={() => onOpen(task.at)}>
                打开
              </Button>
            </dd>
          </div>
        ))}
      </dl>
      <div className="y-row">
        <Button
          kind="primary"
          unavailable={chosen.length === 0 ? '先选要申请的事项' : undefined}
          onPress={() => onOpen('check')}
        >
          检查并提交
        </Button>
      </div>
    </div>
  )
}

/** 申请哪些事项: those that fit first; what does not fit says why and may be asked for all the same. */
export function ApplyTopics({ offers, may, draft, save, onBack }: ApplyParts) {
  const other = offers.filter((each) => !may.includes(each))
  return (
    <div className="y-stack">
      {may.length > 0 && (
        <Tiles
          id="topics"
          many
          label="可以选几项，一次提交"
          value={draft.schemes.filter((each) => may.some((one) => one.scheme === each))}
          onChange={(schemes) => void save({ ...draft, schemes: [...schemes] })}
          options={may.map((each) => ({
            value: each.scheme,
            label: BENEFIT_WORDS[each.scheme]?.name ?? each.title,
            note:
              each.standing === 'notMet'
                ? `按现有记录暂时不符合：${each.because}。情况变了可以申请。`
                : (BENEFIT_WORDS[each.scheme]?.what ?? each.says),
          }))}
        />
      )}
      {other.map((each) => (
        <Notice key={each.scheme}>
          {each.title}：
          {each.standing === 'running'
            ? `已有一件在办，编号 ${each.number ?? ''}。`
            : each.standing === 'claimed'
              ? '已经在享受，不用再申请。'
              : '不在这里申请，请看事项指南。'}
        </Notice>
      ))}
      <div className="y-row">
        <Button kind="primary" onPress={onBack}>
          选好了
        </Button>
      </div>
    </div>
  )
}
