import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Tiles } from '../../ui/field.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { Empty } from '../../ui/screen.tsx'
import type { Part } from './contract.ts'
import { OUTCOMES, SHIFTS, type Shift } from './words.ts'

const FIGURES: Readonly<Record<string, string>> = {
  tasks: '应做任务',
  done: '完成',
  notDone: '没做',
  doses: '已服药',
  notTaken: '未服药',
  openIncidents: '未结事件',
}

/** The tasks of a shift, one press each, and the hand-over at its end. */
export function TaskTab({ of, send }: Part) {
  const [shift, setShift] = useState<Shift>(of.shift)
  const names = new Map(of.people.map((each) => [each.stay, each]))
  const rows = of.tasks.filter((task) => task.shift === shift)
  const run = async (task: string, outcome: 'done' | 'refused' | 'notPossible', note?: string) =>
    (await send({ act: 'task', task, outcome, ...(note === undefined ? {} : { note }) })) as Refusal | undefined
  return (
    <div className="y-stack">
      <Tiles
        label="班次"
        inline
        value={shift}
        options={Object.entries(SHIFTS).map(([value, label]) => ({ value, label }))}
        onChange={(value) => setShift(value as Shift)}
      />
      {rows.length === 0 ? (
        <Empty words="这一班没有安排任务。任务来自每位老人的照护计划。" />
      ) : (
        <DataTable
          label="任务"
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            { id: 'bed', head: '床位', cell: (row) => names.get(row.stay)?.bed ?? '未分床' },
            { id: 'name', head: '姓名', cell: (row) => names.get(row.stay)?.name ?? '' },
            { id: 'label', head: '任务', long: true, cell: (row) => row.label },
            { id: 'minutes', head: '用时', align: 'right', cell: (row) => (row.minutes ? `${row.minutes} 分钟` : '') },
            {
              id: 'outcome',
              head: '记录',
              cell: (row) =>
                row.outcome !== null ? (
                  `${OUTCOMES[row.outcome]}${row.note ? `：${row.note}` : ''}（${row.by}）`
                ) : names.get(row.stay)?.away ? (
                  '离院'
                ) : (
                  <CaseActions
                    actions={[
                      { id: 'done', label: '完成', kind: 'quiet' },
                      {
                        id: 'refused',
                        label: '不愿意',
                        kind: 'quiet',
                        reason: { required: true, reasons: ['老人今天不愿意'] },
                      },
                      {
                        id: 'notPossible',
                        label: '没能做',
                        kind: 'quiet',
                        reason: { required: true, reasons: ['身体不适，改日再做'] },
                      },
                    ]}
                    onAct={(id, reason) => run(row.id, id as 'done', reason)}
                  />
                ),
            },
          ]}
        />
      )}
      <HandOver of={of} send={send} shift={shift} />
    </div>
  )
}

function HandOver({ of, send, shift }: Part & { shift: Shift }) {
  const handed = of.handOvers.some((each) => each.on === of.on && each.shift === shift)
  return (
    <section className="y-card y-stack" aria-label="交接班">
      <h3>交接班</h3>
      {!handed && (
        <CaseActions
          actions={[
            {
              id: 'give',
              label: `交出${SHIFTS[shift]}`,
              kind: 'primary',
              reason: { required: true, reasons: ['各床平稳，无特殊交代', '有老人需夜间重点看护，见事件'] },
            },
          ]}
          onAct={async (_, notes) =>
            (await send({ act: 'handOver', shift, notes: notes ?? '' })) as Refusal | undefined
          }
        />
      )}
      {of.handOvers.map((each) => (
        <div key={each.id} className="y-stack-tight">
          <p>
            {each.on} {SHIFTS[each.shift]}：{each.givenBy} 交出，{each.takenBy ? `${each.takenBy} 接班` : '等待接班'}
          </p>
          <p className="y-meta">
            {Object.entries(each.figures)
              .map(([name, count]) => `${FIGURES[name] ?? name} ${count}`)
              .join('，')}
          </p>
          <p>{each.notes}</p>
          {each.takenBy === null && (
            <div className="y-row">
              <Button onPress={() => void send({ act: 'takeOver', handOver: each.id })}>接班</Button>
            </div>
          )}
        </div>
      ))}
    </section>
  )
}
