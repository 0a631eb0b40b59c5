import { sql } from 'kysely'
import { inScope } from '../../platform/db/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { WorkSource } from '../workbench/index.ts'

const SHOWN = 5
type Open = { id: string; file_name: string; blocking: number }
type Done = { id: string; file_name: string; at: Date }

/** On the workbench: lists that wait for repair or for their commit, and those that were filed in the last week. */
export const importWork: WorkSource = async (platform, principal) => {
  if (!hasRole(principal, 'townshipClerk', 'districtOfficer')) return {}
  return inScope(platform.db, principal.scope, async (tx) => {
    const open = await sql<Open>`
      select b.id::text, b.file_name,
             (select count(distinct f.row_no)::int from imports.finding f
               where f.district = b.district and f.batch_id = b.id and f.class = 'block') as blocking
        from imports.batch b where b.state = 'draft' order by b.created_at desc limit ${SHOWN}`.execute(tx)
    const filed = await sql<Done>`
      select id::text, file_name, committed_at as at from imports.batch
       where state = 'committed' and committed_at > ${platform.now()}::timestamptz - interval '7 days'
       order by committed_at desc limit ${SHOWN}`.execute(tx)
    return {
      due: open.rows.map(({ id, file_name, blocking }) => ({
        id: `import-${id}`,
        title: blocking > 0 ? `修改导入批次里的 ${blocking} 行` : '提交检查好的导入批次',
        detail: file_name,
        due: null,
        act: { label: '继续导入', href: `/w/imports/${id}` },
      })),
      changes: filed.rows.map(({ id, file_name, at }) => ({
        id: `import-${id}`,
        at: new Date(at).toISOString(),
        what: `已导入 ${file_name}`,
        href: `/w/imports/${id}`,
      })),
    }
  })
}
