import { useState } from 'react'
import { isDay } from '../../platform/clock/day.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { districts } from '../../ui/districts.ts'
import { Field, MonthField, Tiles } from '../../ui/field.tsx'
import { readTypedMonth, today } from '../../ui/formats.ts'
import { matchOf } from '../../ui/initials.ts'
import type { Answers } from './answers.ts'
import { CarePicture } from './care-pictures.tsx'

/** One question: how it is asked, how its answer is said back, and when it has not been answered well. */
export type Question = {
  id: keyof Answers
  title: string
  hint?: string
  render: (answers: Answers, change: (next: Answers) => void, error: string | undefined) => React.ReactNode
  say: (answers: Answers) => string
  problem: (answers: Answers) => string | undefined
}

type ChoiceOf = readonly { value: string; label: string; note?: string; picture?: React.ReactNode }[]

const UNKNOWN = { value: 'unknown', label: '不清楚' }

const HOUSEHOLD: ChoiceOf = [
  { value: 'here', label: '户口就在这个区县' },
  { value: 'elsewhereInCity', label: '户口在重庆其他区县' },
  { value: 'outside', label: '户口在重庆以外' },
  UNKNOWN,
]
const HARDSHIP: ChoiceOf = [
  { value: 'extreme', label: '特困人员' },
  { value: 'subsistence', label: '低保户' },
  { value: 'lowIncome', label: '低收入家庭' },
  { value: 'other', label: '都不是' },
  UNKNOWN,
]
const CARE: ChoiceOf = [
  { value: 'none', label: '都能自己做', note: '吃饭、穿衣、上厕所、出门都行', picture: <CarePicture level={0} /> },
  { value: 'mild', label: '多数能自己做', note: '出门、洗澡要人帮一下', picture: <CarePicture level={1} /> },
  { value: 'moderate', label: '常常要人帮', note: '穿衣、上厕所要人帮', picture: <CarePicture level={2} /> },
  { value: 'severe', label: '大多要人帮', note: '下床、吃饭也要人帮', picture: <CarePicture level={3} /> },
  { value: 'total', label: '全靠人照顾', note: '长期卧床', picture: <CarePicture level={4} /> },
  UNKNOWN,
]
const LIVING: ChoiceOf = [
  { value: 'alone', label: '一个人住' },
  { value: 'spouseOnly', label: '只和老伴住' },
  { value: 'family', label: '和子女或其他家人住' },
  { value: 'institution', label: '住养老机构' },
  UNKNOWN,
]

const chosen = (
  id: 'household' | 'hardship' | 'care' | 'living',
  title: string,
  options: ChoiceOf,
  hint?: string,
): Question => ({
  id,
  title,
  ...(hint ? { hint } : {}),
  render: (answers, change, error) => (
    <Tiles
      id={id}
      label="选一个最接近的"
      value={answers[id] ?? ''}
      error={error}
      options={options}
      onChange={(value) => change({ ...answers, [id]: value } as Answers)}
    />
  ),
  say: (answers) => options.find((option) => option.value === answers[id])?.label ?? '没有回答',
  problem: (answers) => (answers[id] ? undefined : '请选一个，不知道就选“不清楚”。'),
})

export const questions: readonly Question[] = [
  {
    id: 'district',
    title: '老人住在哪个区县',
    render: (answers, change, error) => (
      <DistrictField
        value={answers.district}
        error={error}
        onChange={(district) => change(withOr(answers, 'district', district))}
      />
    ),
    say: (answers) => districts.find((one) => one.key === answers.district)?.name ?? '没有回答',
    problem: (answers) => (answers.district ? undefined : '请选一个区县，可以输入名称或拼音首字母。'),
  },
  {
    id: 'born',
    title: '老人是哪年哪月出生的',
    hint: '按身份证上的填，只要年和月',
    render: (answers, change, error) => (
      <MonthField
        id="born"
        label="出生年月"
        value={answers.born ?? ''}
        error={error}
        onChange={(born) => change(withOr(answers, 'born', born))}
      />
    ),
    say: (answers) =>
      answers.born ? `${answers.born.slice(0, 4)} 年 ${Number(answers.born.slice(5))} 月` : '没有回答',
    problem: (answers) => birthProblem(answers.born ?? ''),
  },
  chosen('household', '老人的户口在哪里', HOUSEHOLD),
  chosen('hardship', '家里是下面哪种情况', HARDSHIP, '以民政部门认定的为准'),
  chosen('care', '老人平时能自理吗', CARE, '选最像的一幅'),
  chosen('living', '老人平时和谁住', LIVING),
]

function withOr<K extends keyof Answers>(answers: Answers, id: K, value: Answers[K] | undefined): Answers {
  const { [id]: _before, ...rest } = answers
  return value ? { ...rest, [id]: value } : rest
}

const OLDEST = 125

/** A friendly question instead of a refusal where the year cannot be right. */
export function birthProblem(born: string): string | undefined {
  const month = readTypedMonth(born)
  if (!month || !isDay(`${month}-01`)) return '请填年和月，例如 1944-03。'
  const years = Number(today().slice(0, 4)) - Number(month.slice(0, 4))
  if (`${month}-01` > today()) return '这个月份还没有到，请核对一下年份。'
  if (years > OLDEST) return `${month.slice(0, 4)} 年出生的话已经 ${years} 岁了，是不是年份写错了一位？`
  return undefined
}

type DistrictProps = {
  value: string | undefined
  error: string | undefined
  onChange: (key: string | undefined) => void
}

function DistrictField({ value, error, onChange }: DistrictProps) {
  const [text, setText] = useState<string>()
  const name = districts.find((one) => one.key === value)?.name
  const found = districts.filter((one) => matchOf(one.name, text ?? '') !== undefined)
  return (
    <Field id="district" label="区县" hint="输入名称或拼音首字母，例如 巴南 或 bn" error={error}>
      {(wiring) => (
        <Combobox
          id={wiring.id}
          describedBy={wiring['aria-describedby']}
          invalid={wiring['aria-invalid'] ?? false}
          list="inline"
          text={text ?? name ?? ''}
          onText={(next) => {
            setText(next)
            onChange(undefined)
          }}
          options={found.map((one) => ({ id: one.key, label: one.name, note: one.key === value ? '已选' : undefined }))}
          empty="没有找到这个区县，请换一个字。"
          onPick={(key) => {
            setText(undefined)
            onChange(key)
          }}
        />
      )}
    </Field>
  )
}
