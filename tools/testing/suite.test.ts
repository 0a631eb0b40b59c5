import { describe, expect, it } from 'vitest'
import { inTwo } from './suite.ts'

const file = (path: string, length: number) => ({ path, text: 'x'.repeat(length), imports: [] })

describe('the two halves of the browser suite', () => {
  it('have every file once, and about the same length', () => {
    const [one, other] = inTwo([file('a', 5), file('b', 9), file('c', 8), file('d', 4), file('e', 1)])
    expect([...one, ...other].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect([one, other]).toEqual([
      ['b', 'd', 'e'],
      ['c', 'a'],
    ])
  })

  it('may be empty', () => {
    expect(inTwo([])).toEqual([[], []])
  })
})
