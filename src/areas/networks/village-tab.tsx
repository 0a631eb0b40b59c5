import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { readVillages, setVillage, type Villages } from './contract.ts'
import { VILLAGE_REASONS, VILLAGE_STATES } from './words.ts'

type Props = { district: string; mayWrite: boolean }
type Row = Villages['rows'][number]

/** The four states of every village, those without anything first. */
export function VillageTab({ district, mayWrite }: Props) {
  const { data, loading, refusal, reload } = useEndpoint(readVillages, { params: { district } })
  const [asked, setAsked] = useState<Row>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || data === undefined) return <Skeleton />
  const { own, merged, exempt, missing } = data.counts
  return (
    <div className="y-stack">
      <p>
        单独设立 {own} 个村，合并设置 {merged} 个，免设 {exempt} 个，未设 {missing} 个。暂停或终止的互助养老点不算已设。
      </p>
      <DataTable
        label="村级互助养老点"
        rows={data.rows.slice(0, 200)}
        keyOf={(row) => row.village}
        columns={[
          { id: 'township', head: '乡镇', cell: (row) => row.township },
          { id: 'name', head: '村（社区）', cell: (row) => row.name },
          { id: 'state', head: '状态', cell: (row) => <Status of={row.state} words={VILLAGE_STATES} /> },
          {
            id: 'point',
            head: '互助养老点',
            long: true,
            cell: (row) =>
              row.facilityId ? <a href={`/w/facilities/${district}/${row.facilityId}`}>{row.facilityName}</a> : '没有',
          },
          {
            id: 'why',
            head: '依据',
            long: true,
            cell: (row) => (row.reason ? `${VILLAGE_REASONS[row.reason]}，${row.document ?? ''}` : ''),
          },
          {
            id: 'act',
            head: '登记',
            cell: (row) => mayWrite && row.state !== 'own' && <Button onPress={() => setAsked(row)}>合并或免设</Button>,
          },
        ]}
      />
      {asked && <SetDialog district={district} of={asked} all={data.rows} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function SetDialog({
  district,
  of,
  all,
  onClose,
}: {
  district: string
  of: Row
  all: readonly Row[]
  onClose: () => void
}) {
  const [how, setHow] = useState('')
  const [point, setPoint] = useState('')
  const [document, setDocument] = useState('')
  const { act, busy, refusal } = useAct(setVillage, [readVillages.path])
  const points = all.filter((row) => row.state === 'own' && row.facilityId)
  const body = () => {
    const shared = { village: of.village, document, from: today() }
    if (how === 'neighbouring') return { ...shared, state: 'merged', facilityId: point }
    return how === 'none'
      ? { village: of.village, state: 'none', from: today() }
      : { ...shared, state: 'exempt', reason: how }
  }
  const missing =
    how === ''
      ? '先选择情形'
      : how === 'neighbouring' && point === ''
        ? '先选择合并到哪个点'
        : how !== 'none' && document.trim().length < 2
          ? '先写明文件'
          : undefined
  const send = async () => {
    const answer = await act({ params: { district }, body: body() })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title={`登记${of.name}的设置方式`}
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
      <SelectField
        label="情形"
        value={how}
        onChange={setHow}
        options={[
          ...Object.entries(VILLAGE_REASONS).map(([value, label]) => ({ value, label })),
          ...(of.state === 'missing' ? [] : [{ value: 'none', label: '取消原登记' }]),
        ]}
      />
      {how === 'neighbouring' && (
        <SelectField
          label="合并到"
          value={point}
          onChange={setPoint}
          options={points.map((row) => ({
            value: row.facilityId ?? '',
            label: `${row.township} ${row.facilityName ?? ''}`,
          }))}
        />
      )}
      {how !== '' && how !== 'none' && (
        <TextField
          label="文件"
          hint="例如：镇政府关于合并设置的批复"
          value={document}
          onChange={setDocument}
          maxLength={200}
        />
      )}
    </Dialog>
  )
}
