import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { showDateTime } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/screen.tsx'
import { listChecks, listProposals, listReferrals, settleProposal } from './contract.ts'
import { CHECK_BECAUSE, DANGER, NEEDS, REFERRAL_STATES } from './words.ts'

/** What visits set going: people to look for now, needs with owner and deadline, and changes of the register that were proposed. */
export function FollowUps({ area, maySettle }: { area: string | undefined; maySettle: boolean }) {
  const query = area ? { area } : {}
  const checks = useEndpoint(listChecks, { query })
  const referrals = useEndpoint(listReferrals, { query })
  const proposals = useEndpoint(listProposals, { query }, maySettle)
  return (
    <div className="y-stack">
      <h2>需要马上核实</h2>
      {checks.refusal && <Notice tone="warn">{checks.refusal.message}</Notice>}
      {checks.data?.rows.length === 0 && <Empty words="现在没有需要马上核实的老人。" />}
      {checks.data && checks.data.rows.length > 0 && (
        <div className="y-wide">
          <DataTable
            label="需要马上核实"
            rows={checks.data.rows}
            keyOf={(row) => row.caseId}
            urgent={(row) => row.late}
            columns={[
              {
                id: 'number',
                head: '编号',
                cell: (row) => <a href={`/w/matters/${row.district}/${row.caseId}`}>{row.number}</a>,
              },
              { id: 'name', head: '老人', cell: (row) => row.name },
              { id: 'village', head: '村（社区）', cell: (row) => row.villageName },
              {
                id: 'because',
                head: '原因',
                long: true,
                cell: (row) => [CHECK_BECAUSE[row.because], ...row.signs.map((sign) => DANGER[sign])].join('：'),
              },
              {
                id: 'duty',
                head: '值班人员',
                cell: (row) =>
                  row.dutyName === null ? (
                    '当时没有排班'
                  ) : (
                    <a href={`tel:${row.dutyPhone}`}>{`${row.dutyName} ${row.dutyPhone}`}</a>
                  ),
              },
              {
                id: 'due',
                head: '最迟到场',
                cell: (row) =>
                  row.dueAt === null ? '本区未设置时限' : `${showDateTime(row.dueAt)}${row.late ? '（已超时）' : ''}`,
              },
            ]}
          />
        </div>
      )}
      <h2>巡访发现的需求</h2>
      {referrals.data?.rows.length === 0 && <Empty words="没有等待办理的需求。" />}
      {referrals.data && referrals.data.rows.length > 0 && (
        <div className="y-wide">
          <DataTable
            label="巡访发现的需求"
            rows={referrals.data.rows}
            keyOf={(row) => row.id}
            urgent={(row) => row.state === 'returned'}
            columns={[
              {
                id: 'kind',
                head: '需求',
                cell: (row) => <a href={`/w/matters/${row.district}/${row.caseId}`}>{NEEDS[row.kind]}</a>,
              },
              { id: 'words', head: '说明', long: true, cell: (row) => row.words },
              { id: 'name', head: '老人', cell: (row) => row.name },
              { id: 'village', head: '村（社区）', cell: (row) => row.villageName },
              { id: 'state', head: '状态', cell: (row) => REFERRAL_STATES[row.state] },
              { id: 'owner', head: '谁在办', cell: (row) => row.owner },
              { id: 'due', head: '最后一天', cell: (row) => row.dueOn ?? '' },
              { id: 'back', head: '退回次数', align: 'right', cell: (row) => row.cameBack },
              { id: 'call', head: '回访', cell: (row) => (row.callBack ? '抽中，由他人回访' : '') },
            ]}
          />
        </div>
      )}
      {proposals.data && proposals.data.rows.length > 0 && <ProposalTable rows={proposals.data.rows} />}
    </div>
  )
}

function ProposalTable({
  rows,
}: {
  rows: readonly {
    district: string
    id: string
    elderId: string
    name: string
    villageName: string
    about: string
    words: string
    at: string
  }[]
}) {
  const { act, busy, refusal } = useAct(settleProposal, [listProposals.path])
  const settle = (row: { district: string; id: string }, taken: boolean) =>
    void act({
      params: { district: row.district, id: row.id },
      body: { taken, reason: taken ? '已在台账中登记' : '核对后不需要更改' },
    })
  return (
    <>
      <h2>建议更改台账</h2>
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      <div className="y-wide">
        <DataTable
          label="建议更改台账"
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            { id: 'about', head: '事项', cell: (row) => row.about },
            { id: 'words', head: '说明', long: true, cell: (row) => row.words },
            { id: 'name', head: '老人', cell: (row) => <a href={`/w/elders/${row.elderId}`}>{row.name}</a> },
            { id: 'village', head: '村（社区）', cell: (row) => row.villageName },
            {
              id: 'acts',
              head: '办理',
              cell: (row) => (
                <span className="y-row">
                  <Button kind="quiet" busy={busy} onPress={() => settle(row, true)}>
                    已登记
                  </Button>
                  <Button kind="quiet" busy={busy} onPress={() => settle(row, false)}>
                    不更改
                  </Button>
                </span>
              ),
            },
          ]}
        />
      </div>
    </>
  )
}
