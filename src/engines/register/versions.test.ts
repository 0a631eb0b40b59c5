import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day, day } from '../../platform/clock/day.ts'
import { rewrite, type Version } from './versions.ts'

const FIRST = day('2026-01-01')
const at = (n: number): Day => addDays(FIRST, n)
const same = (a: string, b: string) => a === b

/** Writes like the table does: what is superseded goes, what is inserted comes. */
function apply(versions: readonly Version<string>[], from: Day, holds: string | null): Version<string>[] {
  const { supersede, insert } = rewrite(versions, from, holds, same)
  return [
    ...versions.filter((each) => !supersede.includes(each.id)),
    ...insert.map((each, n) => ({ ...each, id: `${from}-${holds}-${n}-${versions.length}` })),
  ]
}
const on = (versions: readonly Version<string>[], of: Day) =>
  versions.filter((each) => each.from <= of && (each.to === null || of < each.to))

describe('the periods of an entry', () => {
  it('a change from a day on leaves every day before as it was, and at most one period holds on any day', () => {
    const steps = fc.array(fc.tuple(fc.nat(40), fc.constantFrom('a', 'b', 'c', null)), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(steps, (changes) => {
        let versions: Version<string>[] = [{ id: 'first', from: at(0), to: null, holds: 'a' }]
        for (const [n, holds] of changes) {
          if (holds === null && n === 0) continue
          const before = versions
          versions = apply(before, at(n), holds)
          for (let d = 0; d < 45; d++) {
            const [now, was] = [on(versions, at(d)), on(before, at(d))]
            expect(now.length).toBeLessThanOrEqual(1)
            if (d < n) expect(now.map((each) => each.holds)).toEqual(was.map((each) => each.holds))
            if (holds === null && d >= n) expect(now).toEqual([])
          }
          expect(on(versions, at(n)).map((each) => each.holds)).toEqual(holds === null ? [] : [holds])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('the same again writes nothing; what is known to come stays', () => {
    const versions: Version<string>[] = [
      { id: 'one', from: at(0), to: at(20), holds: 'a' },
      { id: 'two', from: at(20), to: null, holds: 'b' },
    ]
    expect(rewrite(versions, at(5), 'a', same)).toEqual({ supersede: [], insert: [] })
    expect(rewrite(versions, at(10), 'c', same)).toEqual({
      supersede: ['one'],
      insert: [
        { from: at(0), to: at(10), holds: 'a' },
        { from: at(10), to: at(20), holds: 'c' },
      ],
    })
  })
})
