import { refusalFrom } from '../../ui/refusal.ts'
import type { CaseKey, CaseProgress } from './contract.ts'

/** Hands in one paper for a case; the answer is the case, or a sentence. Number and code travel in headers, never in an address. */
export async function sendPaper(
  { number, code }: CaseKey,
  name: string,
  file: File,
): Promise<{ ok: true; value: CaseProgress } | { ok: false; message: string }> {
  const query = new URLSearchParams({ name, file: file.name })
  const reply = await fetch(`/api/portal/progress/evidence?${query}`, {
    method: 'POST',
    body: file,
    headers: { 'x-case-number': number, ...(code ? { 'x-case-code': code } : {}) },
  }).catch(() => undefined)
  if (reply === undefined) return { ok: false, message: '网络断了，没有传上去。连上网后再传一次。' }
  if (!reply.ok)
    return { ok: false, message: refusalFrom(reply.status, await reply.json().catch(() => undefined)).message }
  return { ok: true, value: (await reply.json()) as CaseProgress }
}

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
