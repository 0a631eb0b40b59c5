import { sql } from 'kysely'
import { asIdentity } from '../../platform/db/index.ts'
import { ROLES, type Role } from '../../platform/identity/index.ts'
import type { Surroundings } from './list-elders.ts'

/** An account as colleagues are told of it: place and post, never a name. `界石镇 乡镇（街道）经办`; `系统` where no post is found. */
export async function postOf({ platform, tree }: Surroundings, account: string): Promise<string> {
  const { rows } = await asIdentity(platform.db, (tx) =>
    sql<{ role: Role; division: string }>`
      select role, division from "grant" where account = ${account} order by valid_from desc limit 1`.execute(tx),
  )
  const grant = rows[0]
  if (grant === undefined) return '系统'
  const place = tree.path(grant.division, platform.today()).split(' / ').at(-1) ?? ''
  return `${place} ${ROLES[grant.role] ?? grant.role}`.trim()
}
