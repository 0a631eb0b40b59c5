import { paperKinds } from '../platform/documents/kinds.ts'
import { readNumber } from '../platform/documents/paper-number.ts'
import type { Command } from '../ui/command-bar.tsx'
import type { Answer } from '../ui/refusal.ts'

type Find = (text: string) => Promise<Answer<readonly Command[]>>

/** What the command bar finds beyond the page: a paper by its number, read out or typed as it comes, else people. */
export const findObjects =
  (people: Find | undefined): Find =>
  async (text) => {
    const number = readNumber(text)
    const kind = Object.values(paperKinds).find(({ prefix }) => number?.startsWith(`${prefix}-`))
    if (number !== undefined && kind !== undefined) {
      const run = () => void window.open(`/api/papers/${number}`, '_blank', 'noopener')
      return { ok: true, value: [{ id: number, label: number, group: '文书', note: `打开${kind.name}`, run }] }
    }
    return people === undefined ? { ok: true, value: [] } : people(text)
  }
