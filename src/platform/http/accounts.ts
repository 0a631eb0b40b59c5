import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type LibraryAnswer, qrPathOf } from '../identity/index.ts'
import { addressOf } from './address.ts'
import type { AppEnv, Platform } from './platform.ts'
import { commonRefusals, problemResponse, type Refusal } from './problem.ts'

/**
 * /api/auth/* for the accounts library, with its refusals in Chinese; prolongs sessions in use; refuses changes that another
 * site sends in a signed-in person's name.
 */
export function mountAccounts(platform: Platform): (app: OpenAPIHono<AppEnv>) => void {
  return (app) => {
    app.use('/api/*', async (c, next) => {
      if (isForeign(c)) return problemResponse(accountRefusals.foreignSite(), c.get('requestId'))
      await next()
      for (const cookie of platform.identity.cookiesFor(c.req.raw)) c.res.headers.append('set-cookie', cookie)
    })
    app.get('/api/auth/methods', (c) =>
      c.json({ password: true, signOn: platform.identity.signOnLabel ?? null }, 200, { 'cache-control': 'no-store' }),
    )
    app.all('/api/auth/*', async (c) => {
      const answer = await platform.identity.answer(c.req.raw, addressOf(c, platform.config.YIYANG_TRUSTED_PROXIES))
      return await respond(answer, c.get('requestId'))
    })
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Browsers say where a call comes from; a change must come from our own pages. Clients without a browser send nothing. */
const isForeign = (c: Context): boolean =>
  !SAFE.has(c.req.method) && ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')

async function respond(answer: LibraryAnswer, requestId: string): Promise<Response> {
  if (answer.kind === 'unknownCall') return problemResponse(commonRefusals.notFound(), requestId)
  if (answer.kind === 'locked') return problemResponse(accountRefusals.locked(answer.until), requestId)
  if (answer.kind === 'ended') return problemResponse(commonRefusals.notSignedIn(), requestId)
  if (answer.kind === 'disabled') return problemResponse(accountRefusals.disabled(), requestId)
  if (answer.kind === 'passwordExpired') return problemResponse(accountRefusals.passwordExpired(), requestId)
  const { response, code } = answer
  if (response.status < 400) return forThePage(response)
  const refusal = problemResponse(accountRefusals.of(response.status, code), requestId)
  for (const cookie of response.headers.getSetCookie()) refusal.headers.append('set-cookie', cookie)
  return refusal
}

/**
 * The session's token belongs into the cookie only, where no script reads it. Who sets up a second factor also gets its key as a QR code.
 */
async function forThePage(response: Response): Promise<Response> {
  if (response.status !== 200 || !response.headers.get('content-type')?.includes('json')) return response
  const body: unknown = await response.json()
  const told: Record<string, unknown> = Object.fromEntries(
    Object.entries((body as object | null) ?? {}).filter(([name]) => name !== 'token'),
  )
  if (typeof told.totpURI === 'string') told.qr = qrPathOf(told.totpURI)
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify(told), { status: response.status, headers })
}

const clock = (instant: Date): string =>
  new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(instant)

const SENTENCES: Record<string, { status: Refusal['status']; message: string }> = {
  INVALID_USERNAME_OR_PASSWORD: { status: 401, message: '用户名或密码不对，请核对大小写后再试。' },
  INVALID_PASSWORD: { status: 401, message: '当前密码不对，请核对后再试。' },
  PASSWORD_TOO_SHORT: { status: 422, message: '新密码至少 10 个字符，请加长后再提交。' },
  PASSWORD_TOO_LONG: { status: 422, message: '密码最多 128 个字符，请缩短后再提交。' },
  PASSWORD_UNCHANGED: { status: 422, message: '新密码和当前密码一样，请换一个。' },
  INVALID_CODE: { status: 401, message: '动态验证码不对或已过期，请等下一个验证码后再试。' },
  INVALID_BACKUP_CODE: { status: 401, message: '备用码不对或已用过，请换一个备用码。' },
  INVALID_TWO_FACTOR_COOKIE: { status: 401, message: '登录已超时，请重新输入用户名和密码。' },
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: { status: 429, message: '验证码错误次数太多，请重新登录后再试。' },
  ACCOUNT_TEMPORARILY_LOCKED: { status: 423, message: '验证码错误次数太多，动态验证已暂停，请 15 分钟后再试。' },
  TOTP_ALREADY_ENABLED: { status: 409, message: '这个账号已经开通动态验证，如需更换请先关闭再开通。' },
  UNAUTHORIZED: { status: 401, message: '还没有登录，或登录已过期。请重新登录，没有保存的内容会保留。' },
}

const accountRefusals = {
  locked: (until: Date): Refusal => ({
    code: 'ACCOUNT_LOCKED',
    status: 423,
    message: `密码错误次数太多，为保护账号已暂停登录，请在 ${clock(until)} 之后再试。忘记密码请联系本单位的授权管理员。`,
  }),
  disabled: (): Refusal => ({
    code: 'ACCOUNT_DISABLED',
    status: 403,
    message: '这个账号已停用。如需恢复，请联系本单位的授权管理员。',
  }),
  passwordExpired: (): Refusal => ({
    code: 'PASSWORD_EXPIRED',
    status: 403,
    message: '这个一次性密码已过期，请联系本单位的授权管理员重新设置。',
  }),
  foreignSite: (): Refusal => ({
    code: 'FOREIGN_SITE',
    status: 403,
    message: '这次提交不是从本平台的页面发出的，没有办理。请回到本平台的页面再操作。',
  }),
  of: (status: number, code: string | undefined): Refusal => {
    if (status === 429) return commonRefusals.tooMany()
    const known = code === undefined ? undefined : SENTENCES[code]
    if (known !== undefined && code !== undefined) return { code, ...known }
    return { code: 'SIGN_IN_REFUSED', status: 422, message: '没有办成，请检查填写的内容后再试。' }
  },
}
