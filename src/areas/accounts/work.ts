import { hasRole } from '../../platform/identity/index.ts'
import type { WorkSource } from '../workbench/index.ts'
import { listAccounts } from './list-accounts.ts'

/** On the workbench of an administrator: grants that wait for the second person, where that may be this one. */
export const accountWork: WorkSource = async (platform, principal) => {
  if (!hasRole(principal, 'administrator')) return {}
  const { accounts } = await listAccounts(platform, principal, { waiting: true, limit: 50 })
  const waiting = accounts.flatMap((account) =>
    account.grants.filter((grant) => grant.mayApprove).map((grant) => ({ account, grant })),
  )
  return {
    due: waiting.map(({ account, grant }) => ({
      id: `grant-${grant.id}`,
      title: `复核授权：${account.name}，${grant.label}`,
      detail: grant.reason,
      due: grant.validFrom,
      act: { label: '复核授权', href: `/w/access?waiting=true&peek=${encodeURIComponent(account.username)}` },
    })),
  }
}
