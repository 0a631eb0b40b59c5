import { inScope } from '../../platform/db/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import { currentTree } from '../divisions/index.ts'
import type { WorkSource } from '../workbench/index.ts'
import { CITY, placesAbove, reaches, stateOf } from './decide.ts'
import { listShown, listWritten } from './queries.ts'

const MOST_SHOWN = 6

/** On the workbench: what was announced to the person’s places and roles, and what waits for a second signature. */
export const noticeWork: WorkSource = async (platform, principal) => {
  const tree = await currentTree(platform.db, platform.now().getTime())
  const on = platform.today()
  const signs = hasRole(principal, 'cityOfficer')
  return inScope(platform.db, principal.scope, async (tx) => {
    const shown = (await listShown(tx, on, placesAbove(tree, principal, on))).filter((row) =>
      reaches(tree, row, principal, on),
    )
    const waiting = signs
      ? (await listWritten(tx, { keys: [CITY], villagesOf: [] })).filter(
          (row) => row.writtenBy !== principal.account && stateOf(row, on) === 'waiting',
        )
      : []
    return {
      announcements: shown
        .slice(0, MOST_SHOWN)
        .map(({ id, from, title }) => ({ id, on: from, title, href: `/w/notices?open=${id}` })),
      due: waiting.map((row) => ({
        id: `notice-${row.id}`,
        title: `签发全市公告：${row.title}`,
        due: row.from,
        act: { label: '去签发', href: '/w/notices?tab=written' },
      })),
    }
  })
}
