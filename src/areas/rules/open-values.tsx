import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Status } from '../../ui/status.tsx'
import type { OpenParameter, SettingRecord } from './contract.ts'
import { ProposeDialog } from './propose-dialog.tsx'
import { ORIGIN_WORDS, originOf, SETTING_WORDS, sayValue } from './words.ts'

const SET_BY: Readonly<Record<string, string>> = {
  '500000': '全市的设定用于没有自己设定的区县；区县自己的设定优先。',
  '000000': '全国的设定用于没有自己设定的市和区县；就近的设定优先。',
}

type Props = { division: string; rows: readonly OpenParameter[]; history: readonly SettingRecord[] }

/** What the documents leave to the district: the value of today, the clause that leaves it open, and the way to another value from a date. */
export function OpenValues({ division, rows, history }: Props) {
  const [proposing, setProposing] = useState<OpenParameter>()
  const sorted = [...rows].sort((a, b) => Number(a.basis !== 'unset') - Number(b.basis !== 'unset'))
  return (
    <>
      <PeekTable
        label="本区要设的数值"
        rows={sorted}
        keyOf={(row) => row.id}
        nameOf={(row) => row.name}
        columns={[
          { id: 'name', head: '数值', long: true, cell: (row) => row.name },
          {
            id: 'value',
            head: '今天',
            cell: (row) => (
              <>
                {sayValue(row.value, row.words, row.unit)} {row.example && <ExampleMark />}
              </>
            ),
          },
          {
            id: 'basis',
            head: '状态',
            cell: (row) => <Status of={originOf(row.setIn, division)} words={ORIGIN_WORDS} />,
          },
          { id: 'used', head: '哪些规则在等', wide: true, long: true, cell: (row) => row.usedBy.join('、') || '暂无' },
        ]}
        acts={(row) => (
          <Button kind="primary" onPress={() => setProposing(row)}>
            提出新数值
          </Button>
        )}
        peek={(row) => <OneValue of={row} division={division} history={history} />}
      />
      {proposing && <ProposeDialog division={division} parameter={proposing} onClose={() => setProposing(undefined)} />}
    </>
  )
}

function OneValue({ of: row, division, history }: { of: OpenParameter } & Omit<Props, 'rows'>) {
  return (
    <>
      <p>{row.clause}</p>
      <p className="y-meta">
        {SET_BY[division] ?? '文件没有写明数值，由区县设定；区县没有设的，沿用全市或全国的设定。'}
        {row.lastVerified ? `条款最近核对 ${row.lastVerified}` : '条款还没有核对过'}。
      </p>
      {row.suggested !== null && (
        <p className="y-meta">参考：{sayValue(row.suggested, row.words, row.unit)}（未经核对，不作默认值）。</p>
      )}
      <h3>历次设定</h3>
      <ul className="y-stack-tight">
        {history
          .filter((each) => each.parameter === row.id)
          .map((each) => (
            <li key={each.id}>
              <strong>{sayValue(each.value, row.words, row.unit)}</strong> {each.example && <ExampleMark />}{' '}
              <Status of={each.state} words={SETTING_WORDS} />
              <div className="y-meta">
                自 {each.from} · {each.document} · 提出 {each.proposedBy}
                {each.approvedBy === null ? '' : ` · 签署 ${each.approvedBy}`}
              </div>
            </li>
          ))}
      </ul>
    </>
  )
}
