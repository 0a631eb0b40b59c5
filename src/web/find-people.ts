import { readPage } from '../areas/elders/contract.ts'
import { call } from '../ui/api.ts'
import type { Command } from '../ui/command-bar.tsx'
import type { Answer } from '../ui/refusal.ts'

const MOST = 8

/** People by name, pinyin, last four of the number or phone, for the command bar; the server reads which of these it is. */
export const findPeople =
  (open: (href: string) => void) =>
  async (text: string): Promise<Answer<readonly Command[]>> => {
    const answer = await call(readPage, { query: { q: text, limit: MOST } })
    if (!answer.ok) return answer
    const people = answer.value.rows.map((row) => ({
      id: `elder-${row.id}`,
      label: row.name,
      group: '老人',
      note: [row.age === null ? '' : `${row.age} 岁`, row.place].filter(Boolean).join(' · '),
      run: () => open(`/w/elders/${row.id}`),
    }))
    return { ok: true, value: people }
  }
