import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { CareDay, Send } from './contract.ts'
import { SHIFTS, type Shift } from './words.ts'

type Task = { key: number; label: string; shift: Shift; daily: boolean }

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
/** What most plans begin with; everything can be taken out or written anew. */
const USUAL: readonly Omit<Task, 'key'>[] = [
  { label: '晨间洗漱', shift: 'early', daily: true },
  { label: '三餐协助', shift: 'early', daily: true },
  { label: '户外活动', shift: 'late', daily: true },
  { label: '夜间查看', shift: 'night', daily: true },
  { label: '助浴', shift: 'late', daily: false },
]

/** The plan of one resident: goals, tasks by shift, the day of the next look. Saving ends the plan before it. */
export function PlanDialog({
  person,
  send,
  onClose,
}: {
  person: CareDay['people'][number]
  send: Send
  onClose: () => void
}) {
  const [goals, setGoals] = useState(person.plan?.goals ?? '')
  const [reviewOn, setReviewOn] = useState(person.plan?.reviewOn ?? '')
  const [tasks, setTasks] = useState<readonly Task[]>(USUAL.map((each, key) => ({ ...each, key })))
  const [refusal, setRefusal] = useState<{ message: string }>()
  const change = (key: number, of: Partial<Task>) =>
    setTasks(tasks.map((each) => (each.key === key ? { ...each, ...of } : each)))
  const save = async () => {
    const refused = await send({
      act: 'plan',
      stay: person.stay,
      goals,
      tasks: tasks.map(({ label, shift, daily }) => ({ label, shift, weekdays: daily ? EVERY_DAY : [6] })),
      ...(reviewOn === '' ? {} : { reviewOn }),
    })
    setRefusal(refused)
    if (!refused) onClose()
  }
  const missing =
    goals.trim() === ''
      ? '先写明照护目标'
      : tasks.length === 0 || tasks.some((each) => each.label.trim() === '')
        ? '先填写每项任务'
        : undefined
  return (
    <Dialog title="制定照护计划" act="制定照护计划" unavailable={missing} onClose={onClose} onAct={() => void save()}>
      <p>
        {person.bed ?? '未分床'} {person.name}，能力等级：{person.careLevel ?? '未采集'}
      </p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField label="照护目标" kind="long" value={goals} onChange={setGoals} maxLength={1000} />
      {tasks.map((task) => (
        <div key={task.key} className="y-row">
          <TextField label="任务" value={task.label} onChange={(label) => change(task.key, { label })} maxLength={60} />
          <SelectField
            label="班次"
            value={task.shift}
            options={Object.entries(SHIFTS).map(([value, label]) => ({ value, label }))}
            onChange={(shift) => change(task.key, { shift: shift as Shift })}
          />
          <SelectField
            label="频次"
            value={task.daily ? 'daily' : 'weekly'}
            options={[
              { value: 'daily', label: '每天' },
              { value: 'weekly', label: '每周六' },
            ]}
            onChange={(value) => change(task.key, { daily: value === 'daily' })}
          />
          <Button kind="quiet" onPress={() => setTasks(tasks.filter((each) => each.key !== task.key))}>
            去掉
          </Button>
        </div>
      ))}
      <div className="y-row">
        <Button
          onPress={() =>
            setTasks([
              ...tasks,
              { key: Math.max(0, ...tasks.map((each) => each.key)) + 1, label: '', shift: 'early', daily: true },
            ])
          }
        >
          增加一项
        </Button>
      </div>
      <DayField label="下次评审" optional value={reviewOn} onChange={setReviewOn} />
    </Dialog>
  )
}
