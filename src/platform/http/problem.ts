import { HTTPException } from 'hono/http-exception'

/** An expected "no": a code for machines, a Chinese sentence for people that says what to do next, and the fields it is about. */
export type Refusal = {
  readonly code: string
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 423 | 429 | 503
  readonly message: string
  readonly fields?: readonly FieldFault[]
}

export type FieldFault = { readonly path: string; readonly message: string }

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const refuse = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal })

/** RFC 9457 body of a refusal. */
export const problemOf = (refusal: Refusal, requestId?: string) => ({
  type: `urn:yiyang:refusal:${refusal.code}`,
  title: refusal.message,
  status: refusal.status,
  code: refusal.code,
  ...(refusal.fields === undefined ? {} : { fields: refusal.fields }),
  ...(requestId === undefined ? {} : { instance: requestId }),
})

export const problemResponse = (refusal: Refusal, requestId?: string): Response =>
  new Response(JSON.stringify(problemOf(refusal, requestId)), {
    status: refusal.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
  })

/** Ends a request with a refusal from inside a transaction, which is rolled back. */
export class Refused extends HTTPException {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.status, { message: refusal.code })
    this.refusal = refusal
  }
}

/** The value, or the end of the request with its refusal. */
export function orRefuse<T>(result: Result<T>): T {
  if (!result.ok) throw new Refused(result.refusal)
  return result.value
}

export const commonRefusals = {
  notSignedIn: (): Refusal => ({
    code: 'NOT_SIGNED_IN',
    status: 401,
    message: '还没有登录，或登录已过期。请重新登录，没有保存的内容会保留。',
  }),
  notAllowed: (): Refusal => ({
    code: 'NOT_ALLOWED',
    status: 403,
    message: '您的岗位不能办理这项操作。如工作需要，请联系本单位的授权管理员。',
  }),
  notFound: (): Refusal => ({ code: 'NOT_FOUND', status: 404, message: '没有找到，或不在您的辖区内。请核对后再查。' }),
  invalid: (fields: FieldFault[]): Refusal => ({
    code: 'INVALID',
    status: 422,
    message: `有 ${fields.length} 处需要修改。`,
    fields,
  }),
  unreadable: (): Refusal => ({
    code: 'UNREADABLE',
    status: 400,
    message: '提交的内容格式不完整，没有办理。请刷新页面后重新提交。',
  }),
  tooLarge: (limit: string): Refusal => ({
    code: 'TOO_LARGE',
    status: 413,
    message: `内容超过 ${limit}，请分成几份再提交。`,
  }),
  tooMany: (): Refusal => ({ code: 'TOO_MANY', status: 429, message: '操作太频繁，请稍等一分钟再试。' }),
  keyReused: (): Refusal => ({
    code: 'IDEMPOTENCY_KEY_REUSED',
    status: 409,
    message: '这次提交的编号已用于另一份内容。请刷新页面后重新提交。',
  }),
  keyMissing: (): Refusal => ({
    code: 'IDEMPOTENCY_KEY_MISSING',
    status: 400,
    message: '这次提交没有编号，无法防止重复办理。请刷新页面后重新提交。',
  }),
}
