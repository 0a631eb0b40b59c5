import { expect, it } from 'vitest'
import { type DueItem, Workbench } from './contract.ts'
import { gather } from './gather.ts'

const due = (id: string, day: string | null): DueItem => ({
  id,
  title: id,
  due: day,
  act: { label: '办理', href: '/w' },
})

it('shows the twelve most pressing things of all areas: late first, without a day last', () => {
  const late = due('late', '2026-11-01')
  const open = due('open', null)
  const many = Array.from({ length: 12 }, (_, n) => due(`n${n}`, `2026-12-${String(n + 10)}`))
  const page = gather([{ due: [open, ...many] }, { due: [late] }], new Date('2026-11-21T01:00:00Z'))
  expect(page.due).toHaveLength(12)
  expect(page.due[0]).toBe(late)
  expect(page.due).not.toContain(open)
  expect(Workbench.safeParse(page).success).toBe(true)
})

it('is empty, not absent, where no area has anything', () => {
  expect(gather([{}, {}], new Date(0))).toMatchObject({ due: [], changes: [], piles: [], announcements: [] })
})
