import type { Processes } from '../../engines/process/index.ts'
import { inScope } from '../../platform/db/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { WorkSource } from '../workbench/index.ts'
import { districtsOf, OFFICERS } from './cases-routes.ts'
import { listCases } from './read-cases.ts'

/** The other areas' work has to find its place beside it. */
const MOST = 8

/** On the workbench: what waits for me, the most pressing first, and the piles of late and open cases. */
export const caseWork =
  (processes: Processes): WorkSource =>
  async (platform, principal) => {
    if (!hasRole(principal, ...OFFICERS)) return {}
    const today = platform.today()
    const worker = {
      account: principal.account,
      parties: [...new Set(principal.grants.map((grant) => grant.role))],
      today,
      districts: districtsOf(principal),
    }
    return inScope(platform.db, principal.scope, async (tx) => {
      const mine = await listCases(tx, { list: 'mine', limit: MOST }, worker, { processes, today })
      const urged = await listCases(tx, { list: 'urged', limit: MOST }, worker, { processes, today })
      const late = await listCases(tx, { list: 'late', limit: 1 }, worker, { processes, today })
      return {
        // What somebody is pressing for comes first, however far its last day.
        due: [...urged.rows, ...mine.rows.filter((row) => row.urgedOn === null)].slice(0, MOST).map((row) => ({
          id: `case-${row.id}`,
          title: `${row.stateTitle}：${row.name} ${row.title.replace(/申请$/, '')}`,
          detail: row.urgedOn === null ? row.number : `${row.number}，申请人 ${row.urgedOn} 催办`,
          due: row.dueOn,
          act: { label: '去办理', href: `/w/matters/${row.district}/${row.id}` },
        })),
        piles: [
          { id: 'cases-mine', label: '等我办的办件', count: mine.count, href: '/w/matters' },
          { id: 'cases-urged', label: '申请人催办的办件', count: urged.count, href: '/w/matters?list=urged' },
          { id: 'cases-late', label: '已超期的办件', count: late.count, href: '/w/matters?list=late' },
        ],
      }
    })
  }
