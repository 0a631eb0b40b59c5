import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/screen.tsx'
import { BedDialog } from './bed-dialog.tsx'
import type { Facility } from './contract.ts'
import { BED_KINDS, FACILITY_KINDS } from './words.ts'

/** Capacity by month as a plain table, then every bed of the day. */
export function FacilityBeds({ of }: { of: Facility }) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<'add' | 'change'>()
  if (FACILITY_KINDS[of.kind].beds === 'none') return <Empty words="这类设施不设床位。" />
  const slots = FACILITY_KINDS[of.kind].beds === 'slot'
  return (
    <div className="y-stack">
      {of.mayWrite && (
        <div className="y-row">
          <Button onPress={() => setAsking('add')}>增加床位</Button>
          <Button unavailable={picked.size === 0 ? '先在下面选择床位' : undefined} onPress={() => setAsking('change')}>
            处理选中的床位
          </Button>
        </div>
      )}
      <h3>近 12 个月月初的床位</h3>
      <DataTable
        label="近 12 个月月初的床位"
        rows={of.capacity}
        keyOf={(row) => row.on}
        columns={[
          { id: 'on', head: '日期', cell: (row) => row.on },
          ...(slots
            ? [{ id: 'slot', head: BED_KINDS.slot, align: 'right' as const, cell: (row: Month) => row.beds.slot }]
            : (['ordinary', 'nursing', 'dementia'] as const).map((kind) => ({
                id: kind,
                head: BED_KINDS[kind],
                align: 'right' as const,
                cell: (row: Month) => row.beds[kind],
              }))),
          { id: 'aside', head: '停用', align: 'right', cell: (row) => row.beds.setAside },
        ]}
      />
      <h3>{of.on} 的床位</h3>
      <DataTable
        label={`${of.on} 的床位`}
        rows={of.bedList}
        keyOf={(row) => row.id}
        {...(of.mayWrite && {
          picked,
          onPick: (keys: readonly string[], on: boolean) =>
            setPicked(
              (before) => new Set(on ? [...before, ...keys] : [...before].filter((key) => !keys.includes(key))),
            ),
        })}
        columns={[
          { id: 'label', head: '床号', cell: (row) => row.label },
          { id: 'room', head: '房间', cell: (row) => row.room ?? '未分房间' },
          { id: 'kind', head: '类别', cell: (row) => BED_KINDS[row.kind] },
          { id: 'state', head: '状态', cell: (row) => (row.inUse ? '在用' : '停用') },
          { id: 'since', head: '自', cell: (row) => row.since },
        ]}
      />
      {asking && (
        <BedDialog
          of={of}
          what={asking}
          picked={[...picked]}
          onClose={() => {
            setAsking(undefined)
            setPicked(new Set())
          }}
        />
      )}
    </div>
  )
}

type Month = Facility['capacity'][number]
