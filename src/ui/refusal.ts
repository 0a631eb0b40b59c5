/** An expected "no": a code for machines, a sentence for people that says what to do next, and which fields to change. */
export type Refusal = {
  code: string
  status: number
  message: string
  /** Path of a field as the contract names it (`address.town`) → the sentence shown at that field. */
  fields: Record<string, string>
  /** What the service answered beside it, for a screen that can do more with it: both values of a conflict. */
  details?: unknown
}

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const refuse = (
  code: string,
  status: number,
  message: string,
  fields: Record<string, string> = {},
): Refusal => ({
  code,
  status,
  message,
  fields,
})

/** What is said when no sentence arrived from the server. The input stays on the page in every case. */
export const ownRefusals = {
  offline: () => refuse('OFFLINE', 0, '现在连不上服务器，您填的内容都在。请检查网络后再试一次。'),
  trouble: (status: number) => refuse('SERVER_TROUBLE', status, '刚才没有提交成功，您填的内容都在。请再试一次。'),
  signedOut: () => refuse('SIGNED_OUT', 401, '登录已过期。请重新登录，草稿会回来。'),
  notAllowed: () => refuse('NOT_ALLOWED', 403, '您的岗位不能看这一页。如工作需要，可请区县管理员授权。'),
  notFound: () => refuse('NOT_FOUND', 404, '没有找到这一页，可能已移走。可以返回上一页，或用“搜索或执行”再找一次。'),
  unreadable: () =>
    refuse('UNREADABLE_ANSWER', 502, '收到的数据不完整，没有显示。请再试一次；仍不行，可联系本单位的授权管理员。'),
}

/** Reads RFC 9457 problem+json, whatever of it is there. */
export function refusalFrom(status: number, body: unknown): Refusal {
  const problem = isRecord(body) ? body : {}
  const message = [problem.detail, problem.message, problem.title].find(
    (text) => typeof text === 'string' && text !== '',
  )
  const fallback =
    status === 401
      ? ownRefusals.signedOut()
      : status === 403
        ? ownRefusals.notAllowed()
        : status === 404
          ? ownRefusals.notFound()
          : ownRefusals.trouble(status)
  return {
    code: typeof problem.code === 'string' ? problem.code : fallback.code,
    status,
    message: typeof message === 'string' ? message : fallback.message,
    fields: fieldsOf(problem.errors ?? problem.fields),
    ...(status === 409 && isRecord(body) ? { details: body } : {}),
  }
}

function fieldsOf(errors: unknown): Record<string, string> {
  if (Array.isArray(errors)) {
    const pairs = errors.flatMap((entry) => {
      if (!isRecord(entry)) return []
      const path = entry.path ?? entry.pointer ?? entry.field
      const sentence = entry.message ?? entry.detail
      return typeof sentence === 'string' ? [[pathText(path), sentence] as const] : []
    })
    return Object.fromEntries(pairs)
  }
  if (!isRecord(errors)) return {}
  return Object.fromEntries(
    Object.entries(errors).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

const pathText = (path: unknown): string =>
  Array.isArray(path) ? path.join('.') : typeof path === 'string' ? path.replace(/^#?\//, '').replaceAll('/', '.') : ''

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
