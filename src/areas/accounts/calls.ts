import type { Role } from '../../platform/identity/principal.ts'
import { typed } from '../../ui/api.ts'
import type { AccountPage, AuditPage, GrantView } from './contract.ts'

/** The calls of W30. Only types of the contract come into the page, since its schemas stand beside the server's router. */
export type OneTimePassword = { username: string; password: string; validHours: number }
export type NewGrantBody = {
  role: Role
  division: string
  organisation?: string
  validUntil?: string | null
  reason: string
}

const post = <T>(path: string) => ({ method: 'post', path, response: typed<T>() }) as const

export const ACCOUNTS = '/api/accounts'
export const listAccounts = { method: 'get', path: ACCOUNTS, response: typed<AccountPage>() } as const
export const searchAudit = { method: 'get', path: '/api/accounts/audit', response: typed<AuditPage>() } as const
export const createAccount = post<OneTimePassword>(ACCOUNTS)
export const resetPassword = post<OneTimePassword>('/api/accounts/{username}/reset-password')
export const disableAccount = post<unknown>('/api/accounts/{username}/disable')
export const enableAccount = post<unknown>('/api/accounts/{username}/enable')
export const giveGrant = post<GrantView>('/api/accounts/{username}/grants')
export const approveGrant = post<GrantView>('/api/accounts/grants/{id}/approve')
export const revokeGrant = post<GrantView>('/api/accounts/grants/{id}/revoke')
