import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/screen.tsx'
import type { Part } from './contract.ts'
import { showMoment } from './incident-tab.tsx'
import { residentChoices } from './resident-choices.ts'
import { MEALS } from './words.ts'

/** Who walked through the house at night and what was found; what was cooked, and the sample that was kept of it. */
export function NightAndMealsTab({ of, send }: Part) {
  const [asking, setAsking] = useState<'round' | 'meal'>()
  return (
    <div className="y-stack">
      <div className="y-row">
        <Button onPress={() => setAsking('round')}>记录夜巡</Button>
        <Button onPress={() => setAsking('meal')}>登记餐食</Button>
      </div>
      {of.rounds.length === 0 ? (
        <Empty words="今天和昨夜还没有夜巡记录。" />
      ) : (
        <DataTable
          label="夜巡"
          rows={of.rounds}
          keyOf={(row) => row.id}
          columns={[
            { id: 'at', head: '时间', cell: (row) => showMoment(row.at) },
            { id: 'by', head: '巡视人', cell: (row) => row.by },
            { id: 'seen', head: '看到', align: 'right', cell: (row) => `${row.seen} 人` },
            { id: 'findings', head: '需留意', align: 'right', cell: (row) => `${row.findings} 人` },
          ]}
        />
      )}
      {of.meals.length === 0 ? (
        <Empty words="今天还没有登记餐食。" />
      ) : (
        <DataTable
          label="餐食与留样"
          rows={of.meals}
          keyOf={(row) => row.id}
          columns={[
            { id: 'meal', head: '餐次', cell: (row) => MEALS[row.meal] },
            { id: 'menu', head: '菜单', long: true, cell: (row) => row.menu },
            {
              id: 'sample',
              head: '留样',
              cell: (row) =>
                row.grams === null || row.sampleAt === null
                  ? '没有留样'
                  : `${row.grams} 克，${showMoment(row.sampleAt)}`,
            },
          ]}
        />
      )}
      {asking === 'round' && <RoundDialog of={of} send={send} onClose={() => setAsking(undefined)} />}
      {asking === 'meal' && <MealDialog of={of} send={send} onClose={() => setAsking(undefined)} />}
    </div>
  )
}

function RoundDialog({ of, send, onClose }: Part & { onClose: () => void }) {
  const [seen, setSeen] = useState(String(of.people.filter((each) => each.away === null).length))
  const [stay, setStay] = useState('')
  const [note, setNote] = useState('')
  const [refusal, setRefusal] = useState<{ message: string }>()
  const save = async () => {
    const refused = await send({
      act: 'round',
      seen: Number(seen),
      findings: stay === '' || note.trim() === '' ? [] : [{ stay, note }],
    })
    setRefusal(refused)
    if (!refused) onClose()
  }
  return (
    <Dialog
      title="记录夜巡"
      act="记录夜巡"
      unavailable={/^\d{1,4}$/.test(seen) ? undefined : '先填写看到的人数'}
      onClose={onClose}
      onAct={() => void save()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField label="看到的人数" unit="人" kind="digits" value={seen} onChange={setSeen} />
      <SelectField label="需留意的老人" optional value={stay} options={residentChoices(of)} onChange={setStay} />
      <TextField label="情况" optional value={note} onChange={setNote} maxLength={500} />
    </Dialog>
  )
}

function MealDialog({ of, send, onClose }: Part & { onClose: () => void }) {
  const left = Object.entries(MEALS).filter(([meal]) => !of.meals.some((each) => each.meal === meal))
  const [meal, setMeal] = useState(left[0]?.[0] ?? 'lunch')
  const [menu, setMenu] = useState('')
  const [grams, setGrams] = useState('')
  const [refusal, setRefusal] = useState<{ message: string }>()
  const save = async () => {
    const refused = await send({
      act: 'meal',
      meal: meal as 'lunch',
      menu,
      ...(grams === '' ? {} : { grams: Number(grams) }),
    })
    setRefusal(refused)
    if (!refused) onClose()
  }
  return (
    <Dialog
      title="登记餐食"
      act="登记餐食"
      unavailable={menu.trim() === '' ? '先填写菜单' : undefined}
      onClose={onClose}
      onAct={() => void save()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField
        label="餐次"
        value={meal}
        options={left.map(([value, label]) => ({ value, label }))}
        onChange={setMeal}
      />
      <TextField label="菜单" kind="long" value={menu} onChange={setMenu} maxLength={500} />
      <TextField
        label="留样"
        hint="每个品种的克数；没有留样就空着，会如实显示"
        unit="克"
        kind="digits"
        optional
        value={grams}
        onChange={setGrams}
      />
    </Dialog>
  )
}
