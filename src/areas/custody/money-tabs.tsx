import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { BankDayDrop } from './bank-day-drop.tsx'
import {
  addEvidence,
  CHANGED_BY_ACTS,
  type Custody,
  endTheAgreement,
  matchTheMovement,
  withdrawRequest,
} from './contract.ts'
import { MatchDialog } from './match-dialog.tsx'
import { PriceDialog } from './price-dialog.tsx'
import { WithdrawalDialog } from './withdrawal-dialog.tsx'
import {
  FEE_KINDS,
  MOVEMENT_KINDS,
  type MovementKind,
  PRICE_ITEMS,
  PRICE_MODES,
  PRICE_UNITS,
  WITHDRAWAL_KINDS,
  WITHDRAWAL_STATES,
} from './words.ts'

/** What each elder agreed and has, by contract; names stay masked. */
export function AgreementTab({ of }: { of: Custody }) {
  const { act } = useAct(endTheAgreement, CHANGED_BY_ACTS)
  if (of.agreements.length === 0) return <Empty words="还没有预收约定。签合同时登记押金、会员费或预付的服务费。" />
  const end = async (id: string) => {
    const params = { district: of.home.district, facility: of.home.facility, id }
    const answer = await act({ params, body: { on: today() } })
    return answer.ok ? undefined : answer.refusal
  }
  return (
    <div className="y-wide">
      <DataTable
        label="合同余额"
        rows={of.agreements}
        keyOf={(row) => row.id}
        columns={[
          { id: 'contract', head: '合同号', cell: (row) => row.contract },
          { id: 'elder', head: '老人', cell: (row) => row.elder },
          { id: 'kind', head: '类别', cell: (row) => FEE_KINDS[row.kind] },
          { id: 'agreed', head: '约定', align: 'right', cell: (row) => <Money fen={row.agreedFen} /> },
          { id: 'held', head: '账上', align: 'right', cell: (row) => <Money fen={row.heldFen} /> },
          { id: 'signed', head: '签订', cell: (row) => row.signedOn },
          {
            id: 'ended',
            head: '终止',
            cell: (row) =>
              row.endedOn ??
              (of.acts.includes('end') ? (
                <CaseActions
                  actions={[
                    {
                      id: 'end',
                      label: '今天终止',
                      kind: 'quiet',
                      warn: { sentence: `终止后，账上剩余的${FEE_KINDS[row.kind]}只能退还本人。` },
                    },
                  ]}
                  onAct={() => end(row.id)}
                />
              ) : (
                '在用'
              )),
          },
        ]}
      />
    </div>
  )
}

/** Money that left without approval is only the district's to lay at an elder's contract. */
const mayMatch = (of: Custody, row: Custody['movements'][number]) =>
  of.acts.includes(row.direction === 'out' ? 'bankDay' : 'match')

/** What the bank told, those that wait for a person first. */
export function MovementTab({ of }: { of: Custody }) {
  const [matching, setMatching] = useState<Custody['movements'][number]>()
  const matching_ = useAct(matchTheMovement, CHANGED_BY_ACTS)
  return (
    <div className="y-stack">
      {of.acts.includes('bankDay') && <BankDayDrop home={of.home} />}
      {of.movements.length === 0 ? (
        <Empty words="还没有银行流水。导入存管银行每日数据后，会出现在这里。" />
      ) : (
        <div className="y-wide">
          <DataTable
            label="银行流水"
            rows={of.movements}
            keyOf={(row) => row.id}
            urgent={(row) => !row.matched}
            columns={[
              { id: 'on', head: '日期', cell: (row) => row.on },
              { id: 'direction', head: '收支', cell: (row) => (row.direction === 'in' ? '收' : '支') },
              { id: 'kind', head: '类别', cell: (row) => MOVEMENT_KINDS[row.kind as MovementKind] },
              { id: 'contract', head: '合同号', cell: (row) => row.contract ?? '没有写' },
              { id: 'fen', head: '金额', align: 'right', cell: (row) => <Money fen={row.fen} /> },
              { id: 'purpose', head: '用途', long: true, cell: (row) => row.purpose ?? '没有写' },
              {
                id: 'matched',
                head: '归属',
                cell: (row) =>
                  row.matched ? (
                    '已对上'
                  ) : mayMatch(of, row) ? (
                    <Button kind="quiet" onPress={() => setMatching(row)}>
                      {row.proposed === null ? '指明合同' : '第二人指明'}
                    </Button>
                  ) : (
                    '待对'
                  ),
              },
            ]}
          />
        </div>
      )}
      {matching && (
        <MatchDialog
          of={of}
          movement={matching}
          busy={matching_.busy}
          refusal={matching_.refusal}
          onClose={() => setMatching(undefined)}
          onPick={async (agreement) => {
            const params = { district: of.home.district, facility: of.home.facility, id: matching.id }
            const answer = await matching_.act({ params, body: { agreement } })
            if (answer.ok) setMatching(undefined)
          }}
        />
      )}
    </div>
  )
}

/** Requests for money: what for, on what evidence, and what the bank said. */
export function WithdrawalTab({ of }: { of: Custody }) {
  const [asking, setAsking] = useState(false)
  const { act } = useAct(addEvidence, CHANGED_BY_ACTS)
  const back = useAct(withdrawRequest, CHANGED_BY_ACTS)
  const takeBack = async (id: string) => {
    const params = { district: of.home.district, facility: of.home.facility, id }
    const answer = await back.act({ params, body: {} })
    return answer.ok ? undefined : answer.refusal
  }
  const bring = async (id: string, evidence: string | undefined) => {
    const params = { district: of.home.district, facility: of.home.facility, id }
    const answer = await act({ params, body: { evidence } })
    return answer.ok ? undefined : answer.refusal
  }
  return (
    <div className="y-stack">
      {of.acts.includes('ask') && (
        <div className="y-row">
          <Button kind="primary" onPress={() => setAsking(true)}>
            申请支取
          </Button>
        </div>
      )}
      {of.withdrawals.length === 0 ? (
        <Empty words="没有支取申请。机构支取要写明用途和材料，由存管银行审核。" />
      ) : (
        <div className="y-wide">
          <DataTable
            label="支取申请"
            rows={of.withdrawals}
            keyOf={(row) => row.id}
            columns={[
              { id: 'at', head: '申请', cell: (row) => row.askedAt.slice(0, 10) },
              { id: 'kind', head: '类别', cell: (row) => WITHDRAWAL_KINDS[row.kind] },
              { id: 'contract', head: '合同号', cell: (row) => row.contract ?? '机构用款' },
              { id: 'fen', head: '金额', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
              { id: 'purpose', head: '用途', long: true, cell: (row) => row.purpose },
              {
                id: 'evidence',
                head: '材料',
                long: true,
                cell: (row) =>
                  row.evidence ??
                  (of.acts.includes('evidence') ? (
                    <CaseActions
                      actions={[{ id: 'bring', label: '补交材料', kind: 'quiet', reason: { required: true } }]}
                      onAct={(_, reason) => bring(row.id, reason)}
                    />
                  ) : (
                    `应在 ${row.evidenceDue} 前补交`
                  )),
              },
              { id: 'state', head: '状态', cell: (row) => <Status of={row.state} words={WITHDRAWAL_STATES} /> },
              ...(of.acts.includes('ask')
                ? [
                    {
                      id: 'back',
                      head: '办理',
                      cell: (row: Custody['withdrawals'][number]) =>
                        (row.state === 'asked' || row.state === 'approved') && (
                          <CaseActions
                            actions={[
                              {
                                id: 'back',
                                label: '撤回',
                                kind: 'quiet',
                                warn: {
                                  sentence: '撤回后，这笔钱重新记在老人名下可用；银行已经付出的，会作为待对款项出现。',
                                },
                              },
                            ]}
                            onAct={() => takeBack(row.id)}
                          />
                        ),
                    },
                  ]
                : []),
            ]}
          />
        </div>
      )}
      {asking && <WithdrawalDialog of={of} onClose={() => setAsking(false)} />}
    </div>
  )
}

/** The price list with its past and what is coming; how it may be set follows from the kind of home. */
export function PriceTab({ of }: { of: Custody }) {
  const [setting, setSetting] = useState(false)
  return (
    <div className="y-stack">
      {of.acts.includes('price') && (
        <div className="y-row">
          <Button onPress={() => setSetting(true)}>登记或调整价格</Button>
        </div>
      )}
      {of.prices.length === 0 ? (
        <Empty words="还没有登记价格。登记后，公众可以在“找机构”中看到。" />
      ) : (
        <div className="y-wide">
          <DataTable
            label="价格"
            rows={of.prices}
            keyOf={(row) => `${row.item} ${row.label} ${row.from}`}
            columns={[
              { id: 'item', head: '类别', cell: (row) => PRICE_ITEMS[row.item as keyof typeof PRICE_ITEMS] },
              {
                id: 'label',
                head: '项目',
                long: true,
                cell: (row) => (
                  <>
                    {row.label} {row.example && <ExampleMark />}
                  </>
                ),
              },
              {
                id: 'fen',
                head: '价格',
                align: 'right',
                cell: (row) => (
                  <>
                    <Money fen={row.amountFen} /> {PRICE_UNITS[row.unit as keyof typeof PRICE_UNITS].slice(1)}
                  </>
                ),
              },
              { id: 'from', head: '生效', cell: (row) => row.from },
              { id: 'noticed', head: '告知', cell: (row) => row.noticedOn },
              { id: 'mode', head: '定价方式', cell: (row) => PRICE_MODES[row.mode] },
              { id: 'document', head: '依据', long: true, cell: (row) => row.document ?? '不需要' },
            ]}
          />
        </div>
      )}
      {setting && <PriceDialog home={of.home} onClose={() => setSetting(false)} />}
    </div>
  )
}
