import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, TextField, Tiles } from '../../ui/field.tsx'
import { Status } from '../../ui/status.tsx'
import type { Act, DayPage } from './contract.ts'
import { CHECK_ITEMS, type CheckItem } from './words.ts'

type Answer = { result: 'fine' | 'problem'; place: string; what: string; person: string; dueOn: string }
type Round = Partial<Record<CheckItem, Answer>>
type Report = Extract<Act, { act: 'report' }>

export type RoundState = {
  readonly round: Round
  readonly savedAt: string | undefined
  readonly set: (item: CheckItem, answer: Answer) => void
  readonly clear: () => void
  /** What still has to be looked at, in words. */
  readonly open: (of: DayPage) => string[]
  readonly answers: (of: DayPage) => Pick<Report, 'checks' | 'hazards'>
}

const ANSWERS = { fine: { word: '正常', tone: 'ok' }, problem: { word: '有问题', tone: 'warn' } } as const
const isItem = (item: string): item is CheckItem => Object.hasOwn(CHECK_ITEMS, item)

/** The round of one home and day: kept on this device until it is sent, so that a walk through the house without a network loses nothing. */
export function useRound(home: string, on: string): RoundState {
  const name = `residency.round.${home}.${on}`
  const [round, setRound] = useState<Round>(() => readKept(name))
  const [savedAt, setSavedAt] = useState<string>()
  const keep = (next: Round) => {
    setRound(next)
    try {
      localStorage.setItem(name, JSON.stringify(next))
      setSavedAt(new Date().toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' }))
    } catch {
      // A full or closed store keeps nothing; what is on the page stays.
    }
  }
  return {
    round,
    savedAt,
    set: (item, answer) => keep({ ...round, [item]: answer }),
    clear: () => {
      localStorage.removeItem(name)
      setRound({})
    },
    open: (of) =>
      of.due.filter(isItem).flatMap((item) => {
        const answer = round[item]
        if (answer === undefined) return [CHECK_ITEMS[item].word]
        const told = answer.place !== '' && answer.what !== '' && answer.person !== '' && answer.dueOn !== ''
        return answer.result === 'problem' && !told ? [`${CHECK_ITEMS[item].word}的问题`] : []
      }),
    answers: (of) => {
      const given = of.due.filter(isItem).flatMap((item) => {
        const answer = round[item]
        return answer === undefined ? [] : [{ item, ...answer }]
      })
      return {
        checks: given.map(({ item, result, what }) => ({
          item,
          result,
          ...(result === 'problem' ? { note: what } : {}),
        })),
        hazards: given
          .filter((each) => each.result === 'problem')
          .map(({ item, place, what, person, dueOn }) => ({ item, place, what, person, dueOn })),
      }
    },
  }
}

function readKept(name: string): Round {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Round) : {}
  } catch {
    return {}
  }
}

const EMPTY: Answer = { result: 'fine', place: '', what: '', person: '', dueOn: '' }

/** The self-check round by zone. An item of high risk is opened before it can be answered; the others are ticked in the list. */
export function SelfCheck({ of, round }: { of: DayPage; round: RoundState }) {
  const due = of.due.filter(isItem)
  const zones = [...new Set(due.map((item) => CHECK_ITEMS[item].zone))]
  return (
    <section className="y-card y-stack" aria-label="自查">
      <h2>自查</h2>
      {zones.map((zone) => (
        <div key={zone} className="y-stack">
          <h3>{zone}</h3>
          {due
            .filter((item) => CHECK_ITEMS[item].zone === zone)
            .map((item) => (
              <CheckLine key={item} item={item} round={round} />
            ))}
        </div>
      ))}
    </section>
  )
}

function CheckLine({ item, round }: { item: CheckItem; round: RoundState }) {
  const { word, high } = CHECK_ITEMS[item]
  const answer = round.round[item]
  const [opened, setOpened] = useState(!high || answer !== undefined)
  const change = (part: Partial<Answer>) => round.set(item, { ...EMPTY, ...answer, ...part })
  if (!opened)
    return (
      <div className="y-row y-spread">
        <span>{word}</span>
        <Button onPress={() => setOpened(true)}>到现场查看：{word}</Button>
      </div>
    )
  return (
    <div className="y-stack">
      <Tiles
        label={word}
        inline
        value={answer?.result ?? ''}
        onChange={(result) => change({ result: result === 'problem' ? 'problem' : 'fine' })}
        options={Object.entries(ANSWERS).map(([value, each]) => ({ value, label: each.word }))}
      />
      {answer?.result === 'problem' && (
        <div className="y-columns">
          <Status of="problem" words={ANSWERS} />
          <TextField label="在哪里" value={answer.place} onChange={(place) => change({ place })} maxLength={100} />
          <TextField label="什么问题" value={answer.what} onChange={(what) => change({ what })} maxLength={300} />
          <TextField
            label="谁负责整改"
            value={answer.person}
            onChange={(person) => change({ person })}
            maxLength={60}
          />
          <DayField label="整改期限" value={answer.dueOn} onChange={(dueOn) => change({ dueOn })} />
        </div>
      )}
    </div>
  )
}
