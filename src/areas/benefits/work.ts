import { sql } from 'kysely'
import { firstOfMonth, lastOfMonth } from '../../platform/clock/day.ts'
import { inScope } from '../../platform/db/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { WorkSource } from '../workbench/index.ts'

type Row = { id: string; month: string; sealed_at: Date; changes: number; reviewed: boolean; confirmed: boolean }

/** On the workbench: this month's batch, as the next step of it that belongs to the person's role. */
export const benefitWork: WorkSource = async (platform, principal) => {
  const district = hasRole(principal, 'districtOfficer')
  if (!district && !hasRole(principal, 'townshipClerk')) return {}
  const today = platform.today()
  const month = today.slice(0, 7)
  const href = `/w/benefits?month=${month}`
  const run = await inScope(platform.db, principal.scope, async (tx) => {
    const { rows } = await sql<Row>`
      select r.id::text, r.month::text, r.sealed_at,
             (select count(*)::int from (select 1 from benefits.change c where c.run_id = r.id limit 1000) as counted) as changes,
             exists (select 1 from benefits.act a where a.run_id = r.id and a.kind = 'review') as reviewed,
             exists (select 1 from benefits.act a where a.run_id = r.id and a.kind = 'confirm'
                      and a.township = any (${[...principal.scope.townships]}::text[])) as confirmed
        from benefits.run r
       where r.state = 'sealed' and r.month = ${firstOfMonth(today)}::date
       order by r.version desc limit 1`.execute(tx)
    return rows[0]
  })
  const item = (title: string, label: string, detail?: string) => ({
    id: `benefits-${month}`,
    title,
    due: lastOfMonth(today),
    act: { label, href },
    ...(detail ? { detail } : {}),
  })
  if (run === undefined) return district ? { due: [item(`生成 ${month} 津贴批次`, '生成批次')] } : {}
  const many = run.changes === 0 ? '没有变化' : `有变化 ${run.changes >= 1000 ? '1000 条以上' : `${run.changes} 条`}`
  const changes = [
    {
      id: `run-${run.id}`,
      at: new Date(run.sealed_at).toISOString(),
      what: `${month} 津贴批次已生成，${many}`,
      href,
    },
  ]
  if (district && !run.reviewed) return { changes, due: [item(`复核 ${month} 津贴批次`, '复核变化', many)] }
  if (!district && !run.confirmed) return { changes, due: [item(`核对 ${month} 津贴变化清单`, '核对变化', many)] }
  return { changes }
}
