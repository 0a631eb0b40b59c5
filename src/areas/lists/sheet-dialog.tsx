import { useState } from 'react'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { FileDrop } from '../../ui/import-wizard.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useSession } from '../../ui/session.ts'
import { useToast } from '../../ui/toast.tsx'
import { CHANGED, type ListView, type SheetReport, takeSheet } from './contract.ts'

const MOST_SHOWN = 50
const CLASSES = { block: '阻断', confirm: '确认' } as const

/** A table into a list: looked at first, taken in with the second press. */
export function SheetDialog({ list, onClose }: { list: ListView; onClose: () => void }) {
  const { session } = useSession()
  const say = useToast()
  const places = (session?.account.roles ?? []).filter((grant) => grant.division !== '')
  const [chosen, setChosen] = useState('')
  const [file, setFile] = useState<File>()
  const [report, setReport] = useState<SheetReport>()
  const { act, busy, refusal } = useAct(takeSheet, CHANGED)
  const place = chosen || (places[0]?.division ?? '')
  const send = async (of: File, commit: boolean) => {
    const query = { in: place, name: of.name, commit: String(commit) }
    const answer = await act({ params: { list: list.id }, query, body: of })
    if (!answer.ok) return
    setFile(of)
    setReport(answer.value)
    if (!commit) return
    say(`已登记：新增 ${answer.value.added} 条，更改 ${answer.value.changed} 条。`)
    onClose()
  }
  const writes = report ? report.added + report.changed : 0
  return (
    <Dialog
      title={`导入：${list.title}`}
      {...(report && file
        ? {
            act: `登记 ${writes} 条`,
            onAct: () => void send(file, true),
            unavailable: writes === 0 ? '没有可以登记的行' : undefined,
          }
        : {})}
      busy={busy}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <p>
        表头可以照样表填写：
        <a href={`/api/lists/${list.id}/sheet?empty=true`} download>
          下载样表
        </a>
      </p>
      {places.length > 1 && (
        <SelectField
          label="导入到"
          value={place}
          options={places.map((grant) => ({ value: grant.division, label: grant.divisionPath.join(' / ') }))}
          onChange={setChosen}
        />
      )}
      <FileDrop
        label="把表格拖到这里，或选择文件"
        hint="支持 xlsx、xls、et、csv。先检查，再由您决定是否登记。"
        accept=".xlsx,.xls,.et,.csv"
        onFile={(of) => void send(of, false)}
      />
      {report && <Report of={report} />}
    </Dialog>
  )
}

function Report({ of }: { of: SheetReport }) {
  return (
    <>
      <Notice live>
        共 {of.rows} 行，可以登记 {of.valid} 行：新增 {of.added}，更改 {of.changed}，没有变化 {of.unchanged}。
        {of.unmappedColumns.length > 0 && `没有用到的列：${of.unmappedColumns.join('、')}。`}
      </Notice>
      {of.errors.length > 0 && (
        <DataTable
          label="需要修改的行"
          rows={of.errors.slice(0, MOST_SHOWN)}
          keyOf={(row) => `${row.row} ${row.column} ${row.code}`}
          columns={[
            { id: 'row', head: '行', cell: (row) => row.row, align: 'right' },
            { id: 'column', head: '列', cell: (row) => row.column ?? '整行' },
            { id: 'class', head: '类别', cell: (row) => CLASSES[row.class] },
            { id: 'message', head: '说明', long: true, cell: (row) => row.message },
          ]}
          foot={
            of.errors.length > MOST_SHOWN
              ? `还有 ${of.errors.length - MOST_SHOWN} 处，改好以上几处后再检查一次。`
              : undefined
          }
        />
      )}
    </>
  )
}
