import { createHash } from 'node:crypto'
import type { Platform } from '../../platform/http/index.ts'

/** One draft for an account and an elder: whoever signs in on another telephone goes on with it. */
export function draftId(account: string, { district, id }: { readonly district: string; readonly id: string }): string {
  const hex = createHash('sha256').update(`draft ${account} ${district} ${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const owner = (platform: Platform, account: string) => ({
  keyring: platform.keyring,
  owner: account,
  now: platform.now(),
})
