import { sql } from 'kysely'
import { firstOfMonth } from '../../platform/clock/day.ts'
import { inScope } from '../../platform/db/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { WorkSource } from '../workbench/index.ts'
import { listChecks } from './follow-ups.ts'
import { districtsOf } from './people.ts'

const MOST = 5

/** On the workbench: whom to look for now, visits whose day has passed, records to be asked about. */
export const visitWork: WorkSource = async (platform, principal) => {
  if (!hasRole(principal, 'villageWorker', 'townshipClerk', 'districtOfficer')) return {}
  const { scope } = principal
  const today = platform.today()
  return inScope(platform.db, scope, async (tx) => {
    const checks = await listChecks(tx, { scope, area: undefined }, platform.keyring, platform.now())
    const { rows } = await sql<{ overdue: number; questions: number }>`
      select (select count(*)::int from (select 1 from visits.plan where district = any (${districtsOf(scope)}::text[]) and month = ${firstOfMonth(today)}::date
                 and state in ('planned', 'notSeen') and on_day < ${today}::date limit 1000) o) as overdue,
             (select count(*)::int from (select 1 from visits.question where district = any (${districtsOf(scope)}::text[]) and answered_at is null limit 1000) q) as questions`.execute(
      tx,
    )
    const pile = (id: string, label: string, count: number, href: string) => ({
      id,
      label,
      count: { total: count, capped: count === 1000 },
      href,
    })
    return {
      due: checks.slice(0, MOST).map((check) => ({
        id: `visit-check-${check.caseId}`,
        title: `到场核实：${check.name}`,
        detail: check.number,
        due: today,
        act: { label: '去办理', href: `/w/matters/${check.district}/${check.caseId}` },
      })),
      piles: [
        pile('visits-overdue', '已过期未巡访', rows[0]?.overdue ?? 0, '/w/visits?tab=plan&view=overdue'),
        ...(hasRole(principal, 'townshipClerk', 'districtOfficer')
          ? [pile('visit-questions', '待核对的巡访记录', rows[0]?.questions ?? 0, '/w/visits?tab=questions')]
          : []),
      ],
    }
  })
}
