import type { Refusal } from '../ui/refusal.ts'
import { ownRefusals, refuse } from '../ui/refusal.ts'

/** What the sign-in library answers, in the cases that the page tells apart. */
export type SignInStep = { next: 'in' } | { next: 'code' } | { next: 'refused'; refusal: Refusal }

export const signInByPassword = (username: string, password: string): Promise<SignInStep> =>
  ask('/api/auth/sign-in/username', { username, password }, (body) =>
    body.twoFactorRedirect === true ? { next: 'code' } : { next: 'in' },
  )

export const signInByCode = (code: string): Promise<SignInStep> =>
  ask('/api/auth/two-factor/verify-totp', { code }, () => ({ next: 'in' }))

export async function signOut(): Promise<void> {
  await ask('/api/auth/sign-out', {}, () => ({ next: 'in' }))
}

async function ask(
  path: string,
  body: object,
  read: (body: Record<string, unknown>) => SignInStep,
): Promise<SignInStep> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
    })
    const answer = ((await response.json().catch(() => null)) ?? {}) as Record<string, unknown>
    if (response.ok) return read(answer)
    return { next: 'refused', refusal: refusalOf(response.status, answer) }
  } catch {
    return { next: 'refused', refusal: ownRefusals.offline() }
  }
}

/** The library speaks English codes; people read these sentences. */
function refusalOf(status: number, answer: Record<string, unknown>): Refusal {
  const code = typeof answer.code === 'string' ? answer.code : ''
  if (typeof answer.title === 'string' && /[\u4e00-\u9fff]/.test(answer.title))
    return refuse(code, status, answer.title)
  if (status === 429) return refuse(code, status, '试的次数太多了。为保护账号，请过几分钟再试。')
  if (/CODE|OTP/.test(code)) {
    return refuse(code, status, '动态码不对或已过期。请看手机上的新动态码，再填一次。', {
      code: '动态码不对或已过期，请填新的 6 位数字。',
    })
  }
  if (status === 401 || status === 400 || status === 403) {
    return refuse(code, status, '账号或密码不对，请核对后再试。忘记密码可以找本单位的授权管理员重设。', {
      password: '账号或密码不对，请核对后再试。',
    })
  }
  return ownRefusals.trouble(status)
}
