import { Button } from '../../ui/button.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { DANGER_SIGNS, type FieldMonth, NEED_KINDS, NOT_SEEN_REASONS, type PersonCard } from '../visits/contract.ts'
import { DANGER, NEEDS, NOT_SEEN } from '../visits/words.ts'
import type { GeneralMonth } from './month.tsx'
import { PhotoField } from './photo-field.tsx'
import { questionsOf, type VisitDraft } from './visit-draft.tsx'

type Part = {
  draft: VisitDraft
  change: (part: Partial<VisitDraft>) => void
  problems: readonly string[]
  card: PersonCard
}

const choices = <T extends string>(keys: readonly T[], words: Readonly<Record<T, string>>) =>
  keys.map((value) => ({ value, label: words[value] }))

/** Nobody was seen: why, and whom to call when something looks wrong. */
export function NotSeenPart({ draft, change, problems, duty, card }: Part & { duty: FieldMonth['duty'] }) {
  return (
    <>
      <Tiles
        id="notSeenReason"
        label="什么原因"
        options={choices(NOT_SEEN_REASONS, NOT_SEEN)}
        value={draft.notSeenReason}
        onChange={(value) => change({ notSeenReason: value as VisitDraft['notSeenReason'] })}
        error={problems.includes('notSeenReason') ? '请选择没有见到的原因。' : undefined}
      />
      <Danger draft={draft} change={change} duty={duty} card={card} />
      <Notice tone="info">
        <p>先问邻居，当天再来一次。两次没有见到，上传后会马上请乡镇值班人员跟进。</p>
      </Notice>
      <Words draft={draft} change={change} />
    </>
  )
}

/** Somebody was seen, has died or moved away. */
export function FoundPart({ draft, change, problems, general, card }: Part & { general: GeneralMonth }) {
  return (
    <>
      {draft.outcome === 'seen' && (
        <Questions draft={draft} change={change} problems={problems} general={general} card={card} />
      )}
      {draft.outcome === 'seen' && <Danger draft={draft} change={change} duty={general.duty} card={card} />}
      {draft.outcome === 'seen' && <Needs draft={draft} change={change} problems={problems} card={card} />}
      <Words draft={draft} change={change} />
      <PhotoField
        photos={draft.photos}
        most={general.limits.photosPerVisit}
        hint="拍房屋和环境就可以，不用拍到脸"
        onChange={(photos) => change({ photos })}
      />
    </>
  )
}

function Questions({ draft, change, problems, general, card }: Part & { general: GeneralMonth }) {
  const { questions } = general
  const last = card.last?.instrumentVersion === questions.version ? card.last.answers : {}
  const same = questionsOf(questions).filter(
    (item) => draft.answers[item.code] === undefined && last[item.code] !== undefined,
  )
  const answer = (code: string, points: number) =>
    change({
      answers: { ...draft.answers, [code]: points },
      unchanged: draft.unchanged.filter((each) => each !== code),
    })
  const keepLast = () =>
    change({
      answers: { ...Object.fromEntries(same.map((item) => [item.code, last[item.code] ?? 0])), ...draft.answers },
      unchanged: [...draft.unchanged, ...same.map((item) => item.code)],
    })
  return (
    <>
      {same.length > 0 && (
        <Button icon="ok" onPress={keepLast}>
          其余 {same.length} 题和上次一样，没变化
        </Button>
      )}
      {questionsOf(questions).map((item, at) => (
        <Tiles
          key={item.code}
          id={item.code}
          label={`${at + 1}. ${item.label}${draft.unchanged.includes(item.code) ? '（没变化）' : ''}`}
          options={item.options.map((option) => ({
            value: String(option.points),
            label: option.label,
            ...(last[item.code] === option.points ? { note: '上次' } : {}),
          }))}
          value={draft.answers[item.code] === undefined ? '' : String(draft.answers[item.code])}
          onChange={(value) => answer(item.code, Number(value))}
          error={problems.includes(item.code) ? '请选一项。' : undefined}
        />
      ))}
    </>
  )
}

/** A danger sign is told at once: by telephone now, and by the record when there is a network. */
function Danger({ draft, change, duty, card }: Omit<Part, 'problems'> & { duty: FieldMonth['duty'] }) {
  const now = new Date().toISOString()
  const person = duty.find((each) => each.township === card.township && each.from <= now && now < each.until)
  const what = draft.danger.map((each) => DANGER[each]).join('、')
  return (
    <>
      <details open={draft.danger.length > 0}>
        <summary className="y-button">有危险迹象，马上上报</summary>
        <Tiles
          many
          label="哪种危险迹象"
          options={choices(DANGER_SIGNS, DANGER)}
          value={draft.danger}
          onChange={(value) => change({ danger: value as VisitDraft['danger'] })}
        />
      </details>
      {draft.danger.length > 0 && (
        <Notice tone="warn" live>
          <p>请马上上报。生命危险先拨 120。</p>
          <div className="y-wide-buttons">
            <a className="y-button" href="tel:120">
              拨打 120
            </a>
            {person && (
              <>
                <a className="y-button" href={`tel:${person.phone}`}>
                  打给值班的 {person.name}
                </a>
                <a
                  className="y-button"
                  href={`sms:${person.phone}?body=${encodeURIComponent(`巡访上报：${card.villageName}，${what}，请速联系。`)}`}
                >
                  没有网时发短信上报
                </a>
              </>
            )}
          </div>
          {!person && <p>{card.villageName}所在乡镇没有排值班。请打乡镇便民服务中心的电话。</p>}
        </Notice>
      )}
    </>
  )
}

function Needs({ draft, change, problems }: Part) {
  const picked = draft.needs.map((need) => need.kind)
  const pick = (kinds: readonly string[]) =>
    change({
      needs: NEED_KINDS.filter((kind) => kinds.includes(kind)).map(
        (kind) => draft.needs.find((need) => need.kind === kind) ?? { id: crypto.randomUUID(), kind, words: '' },
      ),
    })
  return (
    <>
      <details open={picked.length > 0}>
        <summary className="y-button">发现的需要（选填）</summary>
        <Tiles many label="需要哪方面的帮助" options={choices(NEED_KINDS, NEEDS)} value={picked} onChange={pick} />
      </details>
      {draft.needs.map((need) => (
        <TextField
          key={need.id}
          label={`${NEEDS[need.kind]}：具体需要什么`}
          value={need.words}
          maxLength={500}
          onChange={(words) =>
            change({ needs: draft.needs.map((each) => (each.id === need.id ? { ...each, words } : each)) })
          }
          error={problems.includes(need.id) ? '请写一句具体需要。' : undefined}
        />
      ))}
    </>
  )
}

function Words({ draft, change }: Pick<Part, 'draft' | 'change'>) {
  return (
    <>
      <TextField
        label="看到的情况"
        optional
        kind="long"
        hint="可以用输入法的语音说"
        maxLength={2000}
        value={draft.condition}
        onChange={(condition) => change({ condition })}
      />
      <TextField
        label="答应的事和下一步"
        optional
        kind="long"
        maxLength={1000}
        value={draft.nextSteps}
        onChange={(nextSteps) => change({ nextSteps })}
      />
    </>
  )
}
