import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { addPair, listPairs, NEED_KINDS, type PairLine } from './contract.ts'
import { NEEDS, PAIR_MODES, PARTNER_KINDS } from './words.ts'

/** Who has a named partner and who of the month's list still wants one. */
export function PairList({ area }: { area: string | undefined }) {
  const [search, change] = useUrlState()
  const [pairing, setPairing] = useState<PairLine>()
  const show = search.pairs === 'paired' ? 'paired' : 'unpaired'
  const { data, refusal } = useEndpoint(listPairs, {
    query: { show, ...(area ? { area } : {}), ...(search.pair ? { after: search.pair } : {}) },
  })
  return (
    <div className="y-stack">
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      {data && data.unpaired > 0 && <Notice>还有 {data.unpaired} 位应结对的老人没有结对人。</Notice>}
      <SelectField
        label="看哪些"
        value={show}
        onChange={(value) => change({ pairs: value, pair: '' }, 'replace')}
        options={[
          { value: 'unpaired', label: '应结对、还没有结对人' },
          { value: 'paired', label: '已结对' },
        ]}
      />
      {data?.rows.length === 0 && <Empty words={show === 'paired' ? '还没有结对。' : '应结对的老人都有结对人了。'} />}
      {data && data.rows.length > 0 && (
        <div className="y-wide">
          <DataTable
            label="结对"
            rows={data.rows}
            keyOf={(row) => row.id ?? row.elderId}
            columns={[
              { id: 'name', head: '老人', cell: (row) => <a href={`/w/elders/${row.elderId}`}>{row.name}</a> },
              { id: 'village', head: '村（社区）', cell: (row) => row.villageName },
              { id: 'wants', head: '应采用', cell: (row) => (row.wants === null ? '' : PAIR_MODES[row.wants]) },
              { id: 'mode', head: '方式', cell: (row) => (row.mode === null ? '' : PAIR_MODES[row.mode]) },
              {
                id: 'partner',
                head: '结对人',
                cell: (row) =>
                  row.partner === null ? '' : `${row.partner}（${PARTNER_KINDS[row.partnerKind ?? 'other']}）`,
              },
              {
                id: 'help',
                head: '帮什么',
                long: true,
                cell: (row) => row.help.map((kind) => NEEDS[kind as keyof typeof NEEDS] ?? kind).join('、'),
              },
              { id: 'since', head: '从哪天起', cell: (row) => row.since ?? '' },
              { id: 'acts', head: '帮扶次数', align: 'right', cell: (row) => (row.id === null ? '' : row.acts) },
              { id: 'last', head: '最近一次', cell: (row) => row.lastAct ?? '' },
              {
                id: 'do',
                head: '办理',
                cell: (row) => (
                  <Button kind="quiet" onPress={() => setPairing(row)}>
                    {row.id === null ? '结对' : '换人'}
                  </Button>
                ),
              },
            ]}
          />
        </div>
      )}
      {data?.next && <Button onPress={() => change({ pair: data.next ?? '' })}>下一页</Button>}
      {pairing && <PairDialog of={pairing} onClose={() => setPairing(undefined)} />}
    </div>
  )
}

function PairDialog({ of: line, onClose }: { of: PairLine; onClose: () => void }) {
  const [mode, setMode] = useState<string>(line.wants ?? 'grid')
  const [partner, setPartner] = useState('')
  const [kind, setKind] = useState('partyMember')
  const [phone, setPhone] = useState('')
  const [help, setHelp] = useState('medicine')
  const { act, busy, refusal } = useAct(addPair, [listPairs.path])
  const send = async () => {
    const body = {
      district: line.district,
      elderId: line.elderId,
      mode,
      partner,
      partnerKind: kind,
      help: [help],
      ...(phone.trim() === '' ? {} : { phone }),
    }
    if ((await act({ body })).ok) onClose()
  }
  const options = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }))
  return (
    <Dialog
      title={`为${line.name}结对`}
      act="结对"
      busy={busy}
      unavailable={partner.trim() === '' ? '先填写结对人' : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField label="方式" value={mode} onChange={setMode} options={options(PAIR_MODES)} />
      <TextField label="结对人姓名" value={partner} onChange={setPartner} maxLength={100} />
      <SelectField label="结对人身份" value={kind} onChange={setKind} options={options(PARTNER_KINDS)} />
      <TextField label="电话（选填）" value={phone} onChange={setPhone} maxLength={20} />
      <SelectField
        label="主要帮什么"
        value={help}
        onChange={setHelp}
        options={NEED_KINDS.map((value) => ({ value, label: NEEDS[value] }))}
      />
    </Dialog>
  )
}
