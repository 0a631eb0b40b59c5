import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { actOnEstate, type Estates, readEstates } from './contract.ts'
import { GATES, type Gate } from './gates.ts'
import { USES } from './words.ts'

type Props = { district: string; mayWrite: boolean }
type Row = Estates['rows'][number]
const STEPS = Object.keys(GATES) as Gate[]

/** J2.2: each new estate at the four gates; a gate that fails keeps the next one shut. */
export function EstateTab({ district, mayWrite }: Props) {
  const { data, loading, refusal, reload } = useEndpoint(readEstates, { params: { district } })
  const [asked, setAsked] = useState<Row>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || data === undefined) return <Skeleton />
  return (
    <div className="y-stack">
      <p className="y-quiet">
        规划、建设、验收、交付依次办理；面积不足的一步不能通过，后面的步骤不能办理，并告知住房城乡建设部门。
      </p>
      <DataTable
        label="新建小区四同步"
        rows={data.rows}
        keyOf={(row) => row.id}
        columns={[
          {
            id: 'name',
            head: '小区',
            long: true,
            cell: (row) => (
              <>
                {row.name} {row.example && <ExampleMark />}
              </>
            ),
          },
          { id: 'place', head: '所在', long: true, cell: (row) => row.place },
          { id: 'required', head: '应配', align: 'right', cell: (row) => `${row.requiredM2} m²` },
          ...STEPS.map((step) => ({ id: step, head: GATES[step], cell: (row: Row) => sayGate(row, step) })),
          { id: 'use', head: '现用途', cell: (row) => (row.presentUse ? USES[row.presentUse] : '未采集') },
          {
            id: 'act',
            head: '办理',
            cell: (row) =>
              mayWrite && <Button onPress={() => setAsked(row)}>{row.next ? GATES[row.next] : '登记用途'}</Button>,
          },
        ]}
      />
      {asked && <GateDialog of={asked} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function sayGate(row: Row, step: Gate): string {
  const tries = row.gates.filter((gate) => gate.step === step)
  const good = tries.find((gate) => gate.passed)
  if (good) return `通过 ${good.areaM2} m²`
  const last = tries.at(-1)
  return last ? `面积不足 ${last.areaM2} m²` : row.next === step ? '待办' : '不能办理'
}

function GateDialog({ of, onClose }: { of: Row; onClose: () => void }) {
  const [area, setArea] = useState('')
  const [document, setDocument] = useState('')
  const [use, setUse] = useState('elderCare')
  const [on, setOn] = useState<string>(today())
  const [short, setShort] = useState<number>()
  const { act, busy, refusal } = useAct(actOnEstate, [readEstates.path])
  const areaM2 = /^\d+(\.\d{1,2})?$/.test(area.trim()) ? Number(area.trim()) : undefined
  const missing =
    of.next === null
      ? undefined
      : areaM2 === undefined
        ? '先填写面积'
        : document.trim().length < 2
          ? '先写明文件'
          : undefined
  const send = async () => {
    const body = of.next === null ? { act: 'use', use, on } : { act: 'gate', step: of.next, areaM2, document, on }
    const answer = await act({ params: { district: of.district, id: of.id }, body })
    if (!answer.ok) return
    if (answer.value.passed) onClose()
    else setShort(answer.value.shortM2)
  }
  const title = of.next === null ? '登记用途' : `登记${GATES[of.next]}`
  return (
    <Dialog
      title={title}
      {...(short === undefined && { act: '登记' })}
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {short !== undefined && (
        <Notice tone="warn" live>
          面积还差 {short} m²，没有通过。已经记录，补足面积后再次办理。
        </Notice>
      )}
      <p>
        {of.name}，应配 {of.requiredM2} m²（{of.basis}）
      </p>
      {of.next === null ? (
        <SelectField
          label="现用途"
          value={use}
          onChange={setUse}
          options={Object.entries(USES).map(([value, label]) => ({ value, label }))}
        />
      ) : (
        <>
          <TextField label="面积" unit="m²" kind="digits" value={area} onChange={setArea} />
          <TextField
            label="文件"
            hint="例如：规划核实意见、移交清单的文号"
            value={document}
            onChange={setDocument}
            maxLength={200}
          />
        </>
      )}
      <DayField label="日期" value={on} onChange={setOn} />
    </Dialog>
  )
}
