import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { showNumber } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { SCHEME_WORDS } from '../benefits/words.ts'
import {
  listSettlements,
  paySettlement,
  proposeSettlement,
  type Settlements,
  withdrawSettlement,
} from './settlement-contract.ts'

const RELOAD = ['/api/payments']
type Open = Settlements['open'][number]
type Paper = Settlements['papers'][number]

/** What districts owe one another after moves that were told late: sums by month and benefit, the papers, and who pays. */
export function SettlementsBetween() {
  const { data, loading, refusal, reload } = useEndpoint(listSettlements)
  const [asked, setAsked] = useState<Open>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  if (data.open.length + data.papers.length === 0) return <Empty words="没有区县之间要结算的待遇。" />
  return (
    <div className="y-stack">
      {data.open.map((each) => (
        <section
          key={`${each.district} ${each.other}`}
          className="y-stack-tight"
          aria-label={`${each.districtName}与${each.otherName}`}
        >
          <h2>
            {each.districtName}已发、应由{each.otherName}承担：
            <Money fen={each.amountFen} />
          </h2>
          <div className="y-wide">
            <DataTable
              label="按月份和待遇"
              rows={each.months}
              keyOf={(row) => `${row.month} ${row.scheme}`}
              columns={[
                { id: 'month', head: '月份', cell: (row) => row.month },
                { id: 'scheme', head: '待遇', cell: (row) => SCHEME_WORDS[row.scheme] ?? row.scheme },
                { id: 'persons', head: '人数', align: 'right', cell: (row) => showNumber(row.persons) },
                { id: 'sum', head: '金额', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
              ]}
            />
          </div>
          {each.mayPropose && (
            <div className="y-row">
              <Button onPress={() => setAsked(each)}>向{each.otherName}提出结算</Button>
            </div>
          )}
        </section>
      ))}
      {data.papers.map((paper) => (
        <PaperOf key={paper.id} of={paper} />
      ))}
      {asked && <Ask of={asked} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function PaperOf({ of }: { of: Paper }) {
  const { act } = useAct(paySettlement, RELOAD)
  const withdraw = useAct(withdrawSettlement, RELOAD)
  return (
    <section className="y-stack-tight" aria-label={of.document}>
      <h2>
        {of.otherName}付给{of.districtName}：
        <Money fen={of.amountFen} inWords />
      </h2>
      <Facts
        of={[
          { label: '依据', value: of.document },
          { label: '条数', value: showNumber(of.rows) },
          { label: '提出', value: of.proposedBy },
          { label: '支付', value: of.paidOn === null ? '还没有支付' : `${of.paidOn}（${of.paidBy}）` },
        ]}
      />
      <CaseActions
        actions={[
          ...(of.mayPay
            ? [
                {
                  id: 'pay',
                  label: '核对并支付',
                  kind: 'primary' as const,
                  warn: { sentence: '将从本区各项待遇的预算支出，退回对方原来的预算，两边同时记账。' },
                },
              ]
            : []),
          ...(of.mayWithdraw ? [{ id: 'withdraw', label: '撤回结算' }] : []),
        ]}
        onAct={async (id) => {
          const params = { district: of.district, id: of.id }
          const answer = await (id === 'pay' ? act({ params }) : withdraw.act({ params }))
          return answer.ok ? undefined : answer.refusal
        }}
      />
    </section>
  )
}

function Ask({ of, onClose }: { of: Open; onClose: () => void }) {
  const [document, setDocument] = useState('')
  const { act, busy, refusal } = useAct(proposeSettlement, RELOAD)
  const save = async () => {
    const body = { district: of.district, other: of.other, document: document.trim() }
    if ((await act({ body })).ok) onClose()
  }
  return (
    <Dialog
      title="提出结算"
      act="提出结算"
      busy={busy}
      unavailable={document.trim().length < 2 ? '先填写依据' : undefined}
      onAct={() => void save()}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <p>
        {of.otherName}应承担 <Money fen={of.amountFen} inWords />
        。还没有发到本人账户的部分，发到之后再结算。
      </p>
      <TextField
        label="依据"
        hint="往来函件或协议的名称、编号"
        value={document}
        onChange={setDocument}
        maxLength={200}
      />
    </Dialog>
  )
}
