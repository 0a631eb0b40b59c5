import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { DayField, TextField, YuanField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { type Projects, reachStage, readProjects } from './contract.ts'
import { STAGES } from './gates.ts'
import { PROJECTS } from './words.ts'

type Props = { district: string; mayWrite: boolean }
type Row = Projects['rows'][number]

/** The district's quota beside what stands in the register, then every project with its stage and money. */
export function ProjectTab({ district, mayWrite }: Props) {
  const { data, loading, refusal, reload } = useEndpoint(readProjects, { params: { district } })
  const [asked, setAsked] = useState<Row>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || data === undefined) return <Skeleton />
  return (
    <div className="y-stack">
      <DataTable
        label="任务分解与台账"
        rows={data.quota}
        keyOf={(row) => row.kind}
        columns={[
          { id: 'kind', head: '任务', long: true, cell: (row) => PROJECTS[row.kind] },
          { id: 'quota', head: '分解数', align: 'right', cell: (row) => row.quota ?? '没有分解' },
          { id: 'register', head: '台账在营', align: 'right', cell: (row) => row.inRegister },
          { id: 'finished', head: '项目已验收', align: 'right', cell: (row) => row.finished },
          { id: 'planned', head: '项目在建', align: 'right', cell: (row) => row.planned },
        ]}
      />
      <p className="y-meta">依据：{data.source}。期限为 2022 年底，现只作对照，不再催办。</p>
      <DataTable
        label="建设改造项目"
        rows={data.rows}
        keyOf={(row) => row.id}
        columns={[
          {
            id: 'name',
            head: '项目',
            long: true,
            cell: (row) => (
              <>
                {row.name} {row.example && <ExampleMark />}
              </>
            ),
          },
          { id: 'kind', head: '任务', long: true, cell: (row) => PROJECTS[row.kind] },
          { id: 'place', head: '所在', long: true, cell: (row) => row.place },
          {
            id: 'stage',
            head: '已到',
            cell: (row) => (row.stages.length === 0 ? '未开始' : STAGES[row.stages.at(-1)?.stage ?? 'siting']),
          },
          {
            id: 'planned',
            head: '计划投资',
            align: 'right',
            cell: (row) => <Money fen={row.plannedFen} example={row.example} />,
          },
          {
            id: 'paid',
            head: '已支付',
            align: 'right',
            cell: (row) => <Money fen={row.paidFen} example={row.example} />,
          },
          {
            id: 'act',
            head: '登记',
            cell: (row) => mayWrite && row.next && <Button onPress={() => setAsked(row)}>{STAGES[row.next]}</Button>,
          },
        ]}
      />
      {asked?.next && <StageDialog of={asked} next={asked.next} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function StageDialog({ of, next, onClose }: { of: Row; next: keyof typeof STAGES; onClose: () => void }) {
  const [on, setOn] = useState<string>(today())
  const [evidence, setEvidence] = useState('')
  const [paid, setPaid] = useState('')
  const [fen, setFen] = useState<number>()
  const { act, busy, refusal } = useAct(reachStage, [readProjects.path])
  const missing =
    evidence.trim().length < 2 ? '先写明凭证' : paid.trim() !== '' && fen === undefined ? '金额请填写数字' : undefined
  const send = async () => {
    const answer = await act({
      params: { district: of.district, id: of.id },
      body: { stage: next, on, evidence, paidFen: fen ?? 0 },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title={`登记${STAGES[next]}`}
      act="登记"
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
      <p>{of.name}</p>
      <DayField label="日期" value={on} onChange={setOn} />
      <TextField
        label="凭证"
        hint="例如：立项批复文号、验收意见"
        value={evidence}
        onChange={setEvidence}
        maxLength={200}
      />
      <YuanField
        label="本阶段支付"
        optional
        value={paid}
        onChange={(text, value) => {
          setPaid(text)
          setFen(value)
        }}
      />
    </Dialog>
  )
}
