import { sql } from 'kysely'
import { inScope } from '../../platform/db/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { WorkSource } from '../workbench/index.ts'

type Case = {
  id: string
  name: string | null
  state: 'opened' | 'noticed' | 'planned' | 'deferred'
  dueOn: string | null
}

const CASE_STEPS = {
  opened: '发出通知',
  noticed: '商定归还办法',
  planned: '到了约定的归还日',
  deferred: '缓收到期',
} as const

type Row = { id: string; month: string; state: 'made' | 'confirmed' | 'filed' | 'returned'; held: number }

const STEPS = {
  made: ['确认', 'districtFinance'],
  confirmed: ['复核并出盘', 'districtFinance'],
  filed: ['导入回盘', 'districtFinance'],
  returned: ['办结', 'districtFinance'],
} as const

/**
 * On the workbench: the next step of each batch for finance; for the others those whom nobody can pay yet, and cases of money asked back that wait for the
 * office or whose day has come.
 */
export const paymentWork: WorkSource = async (platform, principal) => {
  const [finance, clerk] = [
    hasRole(principal, 'districtFinance'),
    hasRole(principal, 'townshipClerk', 'districtOfficer'),
  ]
  if (!finance && !clerk) return {}
  const rows = await inScope(
    platform.db,
    principal.scope,
    async (tx) =>
      (
        await sql<Row>`
    select b.id::text, to_char(b.month, 'YYYY-MM') as month, b.state, coalesce((select sum(t.held)::int from payments.batch_township t where t.batch_id = b.id), 0) as held
      from payments.batch b where b.state in ('made', 'confirmed', 'filed', 'returned') order by b.month desc, b.made_at desc limit 6`.execute(
          tx,
        )
      ).rows,
  )
  const cases = clerk
    ? await inScope(
        platform.db,
        principal.scope,
        async (tx) =>
          (
            await sql<Case>`
      select c.id::text, e.name, c.state, c.due_on::text as "dueOn" from payments.clawback c left join elders.elder e on e.district = c.district and e.id = c.elder_id
       where c.state in ('opened', 'noticed') or (c.state in ('planned', 'deferred') and c.due_on <= ${platform.today()}::date)
       order by c.due_on nulls last, c.id limit 6`.execute(tx)
          ).rows,
      )
    : []
  const due = rows.flatMap((row) => {
    const href = `/w/payments?month=${row.month}&batch=${row.id}`
    const step = finance
      ? [
          {
            id: `payments-${row.id}`,
            title: `${row.month} 发放批次：${STEPS[row.state][0]}`,
            due: null,
            act: { label: STEPS[row.state][0], href },
          },
        ]
      : []
    const waiting =
      clerk && row.held > 0
        ? [
            {
              id: `payments-held-${row.id}`,
              title: `${row.month} 有 ${row.held} 条暂缓发放，需要办结原因`,
              due: null,
              act: { label: '看原因', href: `${href}&tab=held` },
            },
          ]
        : []
    return [...step, ...waiting]
  })
  const asked = cases.map((each) => ({
    id: `clawback-${each.id}`,
    title: `追回${each.name ? `（${each.name}）` : ''}：${CASE_STEPS[each.state]}`,
    due: each.dueOn,
    act: { label: '办理', href: `/w/late-facts?peek=${each.id}` },
  }))
  return { due: [...due, ...asked] }
}
