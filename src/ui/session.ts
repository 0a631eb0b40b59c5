import { call } from './api.ts'
import { useLoad } from './load.ts'
import type { Answer } from './refusal.ts'

/** One grant of an account: a role inside a division. */
export type Grant = { role: string; label: string; division: string; divisionPath: readonly string[] }

/** The session as the server tells it. Checked by hand and not by zod, since the portal asks for it too. */
export type Session = {
  account: {
    name: string
    username: string
    roles: readonly Grant[]
    /** `required`, `prove`: the roles that need a second factor are withheld until it is set up, or shown in this session. */
    secondFactor: 'on' | 'off' | 'required' | 'prove'
    /** A one-time password that must be changed before anything else, and by then. */
    passwordExpiresAt: string | null
  }
  /** After how long without a call the session ends. */
  idleMinutes: number
}

const sessionEndpoint = {
  method: 'get',
  path: '/api/session',
  response: {
    safeParse: (value: unknown): { success: true; data: Session } | { success: false } =>
      isSession(value) ? { success: true, data: value } : { success: false },
  },
} as const

function isSession(value: unknown): value is Session {
  const account = (value as Partial<Session> | null)?.account
  const idleMinutes = (value as Partial<Session> | null)?.idleMinutes
  return typeof account?.name === 'string' && Array.isArray(account.roles) && typeof idleMinutes === 'number'
}

/** Who is signed in: null for nobody, undefined while that is being asked. */
export function useSession() {
  const { data, loading, refusal, reload } = useLoad(['session'], readSession)
  return { session: data?.session, loading, refusal, reload }
}

async function readSession(): Promise<Answer<{ session: Session | null }>> {
  const answer = await call(sessionEndpoint)
  if (answer.ok) return { ok: true, value: { session: answer.value } }
  return answer.refusal.status === 401 ? { ok: true, value: { session: null } } : answer
}

/** True when the account holds one of the roles; an empty list means every signed-in account. */
export const mayUse = (session: Session, roles: readonly string[]): boolean =>
  roles.length === 0 || session.account.roles.some((grant) => roles.includes(grant.role))
