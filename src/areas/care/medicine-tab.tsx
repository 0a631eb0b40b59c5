import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { Empty } from '../../ui/screen.tsx'
import type { Part } from './contract.ts'
import { MedicineDialog } from './medicine-dialog.tsx'
import { DOSE_OUTCOMES } from './words.ts'

/** Medicines of the day in the order of their times; each one given by one person and looked at by another. */
export function MedicineTab({ of, send }: Part) {
  const [adding, setAdding] = useState(false)
  const people = new Map(of.people.map((each) => [each.stay, each]))
  return (
    <div className="y-stack">
      <div className="y-row">
        <Button onPress={() => setAdding(true)}>登记用药</Button>
      </div>
      {of.unchecked.length > 0 && (
        <section className="y-card y-stack" aria-label="等待核对处方">
          <h3>等待核对处方</h3>
          {of.unchecked.map((each) => (
            <div key={each.id} className="y-row">
              <span>
                {people.get(each.stay)?.name ?? '已离院'}：{each.name} {each.dose}，{each.times.join('、')}（
                {each.prescription}，{each.by} 登记）
              </span>
              <CaseActions
                actions={[{ id: 'check', label: '与处方核对无误', kind: 'quiet' }]}
                onAct={async () => (await send({ act: 'checkMedicine', medicine: each.id })) as Refusal | undefined}
              />
            </div>
          ))}
        </section>
      )}
      {of.doses.length === 0 ? (
        <Empty words="今天没有要发的药。用药经第二人与处方核对后，会按时间排在这里。" />
      ) : (
        <DataTable
          label="今日用药"
          rows={of.doses}
          keyOf={(row) => `${row.medicine} ${row.at}`}
          columns={[
            { id: 'at', head: '时间', cell: (row) => row.at },
            { id: 'bed', head: '床位', cell: (row) => people.get(row.stay)?.bed ?? '未分床' },
            { id: 'name', head: '姓名', cell: (row) => people.get(row.stay)?.name ?? '' },
            { id: 'medicine', head: '药品与剂量', long: true, cell: (row) => `${row.name} ${row.dose}` },
            {
              id: 'outcome',
              head: '记录',
              cell: (row) => {
                const at = { medicine: row.medicine, at: row.at }
                if (row.outcome === null)
                  return (
                    <CaseActions
                      actions={[
                        { id: 'given', label: '已服', kind: 'quiet' },
                        {
                          id: 'refused',
                          label: '拒服',
                          kind: 'quiet',
                          reason: { required: true, reasons: ['老人拒服，已报告护士'] },
                        },
                        {
                          id: 'withheld',
                          label: '停服',
                          kind: 'quiet',
                          reason: { required: true, reasons: ['遵医嘱暂停'] },
                        },
                      ]}
                      onAct={async (id, note) =>
                        (await send({ act: 'dose', ...at, outcome: id as 'given', ...(note ? { note } : {}) })) as
                          | Refusal
                          | undefined
                      }
                    />
                  )
                return (
                  <>
                    {DOSE_OUTCOMES[row.outcome]}（{row.givenBy}
                    {row.checkedBy ? `，${row.checkedBy} 核对` : ''}）
                    {row.checkedBy === null && (
                      <CaseActions
                        actions={[{ id: 'check', label: '第二人核对', kind: 'quiet' }]}
                        onAct={async () => (await send({ act: 'checkDose', ...at })) as Refusal | undefined}
                      />
                    )}
                  </>
                )
              },
            },
          ]}
        />
      )}
      {adding && <MedicineDialog of={of} send={send} onClose={() => setAdding(false)} />}
    </div>
  )
}
