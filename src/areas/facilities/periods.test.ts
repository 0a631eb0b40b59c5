import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays, type Day, day } from '../../platform/clock/day.ts'
import { type Held, overlay } from './periods.ts'

const START = day('2026-01-01')
const at = (n: number): Day => addDays(START, n)

/** Applies an overlay as the tables do. */
const apply = (held: readonly Held<string>[], laid: ReturnType<typeof overlay<string>>, stamp: string) => [
  ...held.filter((each) => !laid.ended.includes(each.id)),
  ...laid.written.map((piece, n) => ({ ...piece, id: `${stamp}-${n}` })),
]
const valueOn = (held: readonly Held<string>[], on: Day) =>
  held.filter((each) => each.validFrom <= on && (each.validTo === null || each.validTo > on)).map((each) => each.value)

const change = fc.record({
  value: fc.constantFrom('a', 'b', 'c'),
  from: fc.nat(30),
  length: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
})

it('whatever is laid over whatever, each day has at most one value: the new one inside, the old one outside', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      let held: Held<string>[] = []
      for (const [n, { value, from, length }] of changes.entries()) {
        const to = length === null ? null : at(from + length)
        const before = held
        held = apply(held, overlay(held, { value, validFrom: at(from), validTo: to }), String(n))
        for (let on = 0; on < 55; on++) {
          const inside = on >= from && (length === null || on < from + length)
          expect(valueOn(held, at(on))).toEqual(inside ? [value] : valueOn(before, at(on)))
        }
      }
    }),
  )
})

it('the same value again writes nothing, and an open end reaches to the next period on file', () => {
  const held: Held<string>[] = [{ id: '1', value: 'a', validFrom: at(10), validTo: null }]
  expect(overlay(held, { value: 'a', validFrom: at(12) })).toEqual({ ended: [], written: [] })
  expect(overlay(held, { value: 'b', validFrom: at(5) })).toEqual({
    ended: [],
    written: [{ value: 'b', validFrom: at(5), validTo: at(10) }],
  })
})
