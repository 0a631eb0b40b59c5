import { refusalFrom } from '../../ui/refusal.ts'
import type { CaseKey, CaseProgress, DraftPaper } from './contract.ts'

type Sent<T> = { ok: true; value: T } | { ok: false; message: string }

/** Sends a file as it is; the answer, or a sentence. Its name, like number and code, travels in a header and never in an address. */
async function send<T>(path: string, name: string, file: File, headers: Record<string, string> = {}): Promise<Sent<T>> {
  const reply = await fetch(`${path}?${new URLSearchParams({ name })}`, {
    method: 'POST',
    body: file,
    headers: { 'x-file-name': encodeURIComponent(file.name), ...headers },
  }).catch(() => undefined)
  if (reply === undefined) return { ok: false, message: '网络断了，没有传上去。连上网后再传一次。' }
  if (!reply.ok)
    return { ok: false, message: refusalFrom(reply.status, await reply.json().catch(() => undefined)).message }
  return { ok: true, value: (await reply.json()) as T }
}

/** Hands in one paper for a case. */
export const sendPaper = ({ number, code }: CaseKey, name: string, file: File): Promise<Sent<CaseProgress>> =>
  send('/api/portal/progress/evidence', name, file, {
    'x-case-number': number,
    ...(code ? { 'x-case-code': code } : {}),
  })

/** Keeps one paper with the draft, before there is a case. */
export const keepPaper = (
  person: { district: string; id: string },
  name: string,
  file: File,
): Promise<Sent<DraftPaper>> =>
  send(`/api/portal/family/persons/${person.district}/${person.id}/draft/papers`, name, file)

/** Fetches a paper of a case as PDF and opens it; the answer is a sentence where that was not possible. */
export async function openPaper(key: CaseKey, kind: 'receipt' | 'decision'): Promise<string | undefined> {
  const reply = await fetch('/api/portal/progress/paper', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ ...key, kind }),
  }).catch(() => undefined)
  if (reply === undefined) return '网络断了，没有取到。连上网后再试。'
  if (!reply.ok) return refusalFrom(reply.status, await reply.json().catch(() => undefined)).message
  const address = URL.createObjectURL(await reply.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = `${kind === 'receipt' ? '受理回执' : '决定书'}_${key.number}.pdf`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return undefined
}
