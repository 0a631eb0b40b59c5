import { call } from '../ui/api.ts'
import type { Answer } from '../ui/refusal.ts'

/** The calls of the accounts library under `/api/auth`, in the few cases that the pages tell apart. Checked by hand: no zod in the portal. */
const answering = <T>(read: (body: Record<string, unknown>) => T) => ({
  safeParse: (value: unknown): { success: true; data: T } | { success: false } =>
    typeof value === 'object' && value !== null
      ? { success: true, data: read(value as Record<string, unknown>) }
      : { success: false },
})

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const byPassword = {
  method: 'post',
  path: '/api/auth/sign-in/username',
  response: answering((body) => ({ wantsCode: body.twoFactorRedirect === true })),
} as const
const byCode = { method: 'post', path: '/api/auth/two-factor/verify-totp' } as const
const out = { method: 'post', path: '/api/auth/sign-out' } as const
const methods = {
  method: 'get',
  path: '/api/auth/methods',
  response: answering((body) => ({ signOn: text(body.signOn) })),
} as const
const bySignOn = {
  method: 'post',
  path: '/api/auth/sign-in/social',
  response: answering((body) => ({ url: text(body.url) })),
} as const

const citizenMethods = {
  method: 'get',
  path: '/api/portal/sign-in/methods',
  response: answering((body) => ({ phone: body.phone === true })),
} as const
const phoneCode = {
  method: 'post',
  path: '/api/portal/sign-in/code',
  response: answering((body): { minutes: number | undefined } => ({ minutes: Number(body.minutes) })),
} as const
const byPhone = {
  method: 'post',
  path: '/api/portal/sign-in',
  response: answering((): { minutes: number | undefined } => ({ minutes: undefined })),
} as const

/** Whether this installation sends codes to telephones. */
export const readCitizenMethods = (): Promise<Answer<{ phone: boolean }>> => call(citizenMethods)
export const askPhoneCode = (phone: string) => call(phoneCode, { body: { phone } })
export const signInByPhone = (phone: string, code: string) => call(byPhone, { body: { phone, code } })

export const signInByPassword = (username: string, password: string): Promise<Answer<{ wantsCode: boolean }>> =>
  call(byPassword, { body: { username, password } })

export const signInByCode = (code: string): Promise<Answer<undefined>> => call(byCode, { body: { code } })

/** The label of the government sign-on where one is configured. */
export const readMethods = (): Promise<Answer<{ signOn: string | null }>> => call(methods)

/** Where the browser goes for the government sign-on. */
export const beginSignOn = (to: string): Promise<Answer<{ url: string | null }>> =>
  call(bySignOn, { body: { provider: 'oidc', callbackURL: to, errorCallbackURL: '/signin?refused=1' } })

export const signOut = (): Promise<Answer<undefined>> => call(out, { body: {} })

const changing = { method: 'post', path: '/api/auth/change-password' } as const
/** The key to type, the same as a QR code to scan, and the codes for the day the phone is lost. */
export type BegunFactor = { key: string; qr: { size: number; path: string } | null; backupCodes: string[] }

const qrIn = (value: unknown): BegunFactor['qr'] => {
  const { size, path } = (value ?? {}) as Record<string, unknown>
  return typeof size === 'number' && typeof path === 'string' ? { size, path } : null
}

const enabling = {
  method: 'post',
  path: '/api/auth/two-factor/enable',
  response: answering((body) => ({
    key: new URLSearchParams((text(body.totpURI) ?? '').split('?')[1]).get('secret') ?? '',
    qr: qrIn(body.qr),
    backupCodes: Array.isArray(body.backupCodes) ? body.backupCodes.map(String) : [],
  })),
} as const
const disabling = { method: 'post', path: '/api/auth/two-factor/disable' } as const

/** Changes the password and ends the account's sessions elsewhere. */
export const changePassword = (currentPassword: string, newPassword: string): Promise<Answer<undefined>> =>
  call(changing, { body: { currentPassword, newPassword, revokeOtherSessions: true } })

/** Begins the second factor: what the authenticator app needs, and the codes for the day the phone is lost. */
export const beginSecondFactor = (password: string): Promise<Answer<BegunFactor>> =>
  call(enabling, { body: { password } })

export const endSecondFactor = (password: string): Promise<Answer<undefined>> => call(disabling, { body: { password } })
