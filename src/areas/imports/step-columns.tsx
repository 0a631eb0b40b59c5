import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { assignColumns, type Batch, type Column, type Meaning } from './calls.ts'
import { fieldLabels } from './list-kinds.ts'
import { hardshipWords, livingWords } from './words.ts'

const OPTIONS: readonly { value: string; label: string }[] = [
  { value: 'unmapped', label: '不使用' },
  { value: 'serial', label: '序号' },
  ...Object.entries(fieldLabels).map(([field, label]) => ({ value: `field:${field}`, label })),
  ...Object.entries(hardshipWords).map(([tag, label]) => ({ value: `flag:hardship:${tag}`, label: `是否${label}` })),
  ...Object.entries(livingWords).map(([tag, label]) => ({
    value: `flag:livingArrangement:${tag}`,
    label: `是否${label}`,
  })),
]

/** 2 配列: what each column of the file means; remembered for the township's next file. */
export function ColumnsStep({ batch }: { batch: Batch }) {
  const [chosen, setChosen] = useState<ReadonlyMap<number, string>>(new Map())
  const { act, busy, refusal } = useAct(assignColumns, ['/api/jobs'])
  const [, change] = useUrlState()
  const save = async () => {
    const columns = [...chosen].map(([index, value]) => ({ index, meaning: meaningOf(value) }))
    const answer = await act({ params: { id: batch.id }, body: { version: batch.version, columns, remember: true } })
    if (!answer.ok) return
    setChosen(new Map())
    change({ job: answer.value.job })
  }
  return (
    <>
      {refusal && (
        <Notice tone="danger" live>
          {refusal.message}
        </Notice>
      )}
      <div className="y-wide">
        <DataTable
          label="文件中的列"
          rows={batch.columns}
          keyOf={(column) => String(column.index)}
          columns={[
            { id: 'letters', head: '列', cell: (column) => column.letters, align: 'center' },
            { id: 'heading', head: '文件中的标题', cell: (column) => column.heading || '（没有标题）' },
            { id: 'samples', head: '前几个值', cell: (column) => column.samples.join('；') || '（空）', long: true },
            {
              id: 'meaning',
              head: '作为',
              cell: (column) => (
                <MeaningSelect
                  column={column}
                  value={chosen.get(column.index) ?? choiceOf(column.meaning)}
                  onChange={(value) => setChosen(new Map(chosen).set(column.index, value))}
                />
              ),
            },
          ]}
        />
      </div>
      {chosen.size > 0 && (
        <div className="y-row">
          <Button kind="primary" busy={busy} onPress={() => void save()}>
            按新的列重新检查
          </Button>
          <span className="y-quiet">改了 {chosen.size} 列，还没有保存。保存后本乡镇以后的文件也这样识别。</span>
        </div>
      )}
    </>
  )
}

function MeaningSelect(props: { column: Column; value: string; onChange: (value: string) => void }) {
  const { column, value, onChange } = props
  return (
    <select
      className="y-control"
      aria-label={`${column.heading || column.letters}列作为`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {OPTIONS.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

function choiceOf(meaning: Meaning): string {
  if (meaning.kind === 'field') return `field:${meaning.field}`
  return meaning.kind === 'flag' ? `flag:${meaning.field}:${meaning.tag}` : meaning.kind
}

function meaningOf(value: string): Meaning {
  const [kind, field = '', tag = ''] = value.split(':')
  if (kind === 'field') return { kind, field } as Meaning
  if (kind === 'flag') return { kind, field, tag } as Meaning
  return { kind: kind === 'serial' ? 'serial' : 'unmapped' }
}
