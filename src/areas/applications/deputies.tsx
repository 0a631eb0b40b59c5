import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { appointDeputy, endDeputy, listDeputies } from './cases-contract.ts'

/** 交接代办: while somebody is away a colleague of the same desk sees and does their work, under their own name. */
export function Deputies() {
  const { session } = useSession()
  const { data, loading, refusal, reload } = useEndpoint(listDeputies)
  const ending = useAct(endDeputy, [listDeputies.path])
  const officer = session?.account.roles.some((grant) => grant.role === 'districtOfficer') ?? false
  const rows = data?.deputies ?? []
  return (
    <Screen
      title="交接代办"
      trail={[{ label: '办件', href: '/w/matters' }, { label: '交接代办' }]}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
    >
      <NewDeputy officer={officer} />
      <div className="y-card">
        <h2>现在和以后的交接</h2>
        {rows.length === 0 ? (
          <Empty words="还没有交接。有同事休假或外出时，在上面填写。" />
        ) : (
          <DataTable
            label="交接"
            rows={rows}
            keyOf={(row) => row.id}
            columns={[
              { id: 'account', head: '谁不在岗', cell: (row) => row.account },
              { id: 'deputy', head: '由谁代办', cell: (row) => row.deputy },
              { id: 'from', head: '从', cell: (row) => row.from },
              { id: 'until', head: '到（当天回岗）', cell: (row) => row.until },
              { id: 'reason', head: '原因', long: true, cell: (row) => row.reason },
              {
                id: 'act',
                head: '办理',
                cell: (row) =>
                  row.mine || officer ? (
                    <Button onPress={() => void ending.act({ params: { district: row.district, id: row.id } })}>
                      提前结束
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </div>
    </Screen>
  )
}

function NewDeputy({ officer }: { officer: boolean }) {
  const [account, setAccount] = useState('')
  const [deputy, setDeputy] = useState('')
  const [from, setFrom] = useState<string>(today())
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const { act, busy, refusal } = useAct(appointDeputy, [listDeputies.path])
  const fields = refusal?.fields ?? {}
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { deputy, from, until, reason, ...(account.trim() ? { account: account.trim() } : {}) }
    const answer = await act({ body })
    if (answer.ok) {
      setDeputy('')
      setUntil('')
      setReason('')
    }
  }
  return (
    <form className="y-card y-stack" onSubmit={(event) => void send(event)} noValidate>
      <h2>新的交接</h2>
      <p className="y-quiet">交给代办同事的只是工作，不是权限：同事按自己的岗位办理，时间线上写两个人的账号。</p>
      {refusal && Object.keys(fields).length === 0 && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {officer && (
        <TextField
          label="谁不在岗（账号）"
          hint="不填就是自己"
          optional
          value={account}
          onChange={setAccount}
          maxLength={80}
        />
      )}
      <TextField
        id="deputy"
        label="由谁代办（账号）"
        value={deputy}
        onChange={setDeputy}
        error={fields.deputy}
        maxLength={80}
      />
      <DayField id="from" label="从哪一天起" value={from} onChange={setFrom} error={fields.from} />
      <DayField id="until" label="哪一天回岗" value={until} onChange={setUntil} error={fields.until} />
      <TextField id="reason" label="原因" value={reason} onChange={setReason} error={fields.reason} maxLength={100} />
      <div className="y-row">
        <Button submit kind="primary" busy={busy}>
          交给同事代办
        </Button>
      </div>
    </form>
  )
}
