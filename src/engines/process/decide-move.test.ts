import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Actor, CaseNow } from './case.ts'
import { moveClocks, termsOf } from './clocks.ts'
import { decideMove, missingOf } from './decide-move.ts'
import type { ProcessDeclaration } from './declaration.ts'
import { defineProcess, digestOf, FaultyDeclaration } from './define-process.ts'
import { permit } from './testing/permit.ts'

const terms = termsOf(permit, (id) => (id === 'sample-correction' ? 10 : undefined))
const START = '2026-01-05' as Day

const begin = (required: readonly string[]): CaseNow => {
  const { clocks, dueOn, dueNote } = moveClocks(
    permit,
    { clocks: {}, terms, dueOn: null, dueNote: null },
    null,
    permit.start,
    START,
  )
  return { state: permit.start, outcome: null, clocks, terms, dueOn, dueNote, required, good: [], past: [] }
}

/** Anybody trying anything: mostly what is forbidden. */
const actor = fc.record({
  account: fc.constantFrom('a', 'b', 'c'),
  roles: fc.subarray(['townshipClerk', 'districtOfficer', 'auditor'] as const),
  relations: fc.subarray([
    { as: 'applicant' },
    { as: 'clock' },
    { as: 'delegate', until: '2026-02-01' as Day },
  ] as const),
  onBehalfOf: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
})
const step = fc.record({
  actor,
  move: fc.constantFrom(...Object.keys(permit.moves), 'nonsense'),
  days: fc.integer({ min: 0, max: 9 }),
  reason: fc.constantFrom('', '原因'),
  missing: fc.subarray(['identity', 'account', 'strange']),
  hands: fc.subarray(['identity', 'account']),
  /** Somebody who may do anything picks among the moves of the state: without them no sequence gets far. */
  pick: fc.option(fc.nat(20), { nil: undefined }),
})

const ANYBODY = {
  roles: ['townshipClerk', 'districtOfficer'] as const,
  relations: [{ as: 'applicant' }, { as: 'clock' }] as const,
}

/** What ends a case early is left to chance, or few sequences would come to a decision and its review. */
const leadsOn = (name: string, state: string): boolean =>
  permit.moves[name]!.from.includes(state) && (permit.moves[name]!.to !== 'withdrawn' || state === 'correcting')

describe('any sequence of acts', () => {
  it('moves only as the declaration says, by whom it says, and the maker never decides', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.subarray(['identity', 'account']), (steps, required) => {
        let now = begin(required)
        let today = START
        for (const each of steps) {
          today = addDays(today, each.days)
          now = { ...now, good: [...new Set([...now.good, ...each.hands])] }
          const { onBehalfOf, ...rest } = each.pick === undefined ? each.actor : { ...each.actor, ...ANYBODY }
          const who: Actor = onBehalfOf === undefined ? rest : { ...rest, onBehalfOf }
          const open = Object.keys(permit.moves).filter((name) => leadsOn(name, now.state))
          const name = each.pick === undefined ? each.move : (open[each.pick % Math.max(1, open.length)] ?? each.move)
          const reason = each.pick === undefined ? each.reason : '原因'
          if (each.pick !== undefined) now = { ...now, good: ['identity', 'account'] }
          const order = { move: name, reason, missing: each.missing.map((item) => ({ name: item })) }
          const next = decideMove(permit, now, order, who, today)
          reached.add(next.ok ? name : next.refusal.code)
          if (!next.ok) continue
          const move = permit.moves[name]!
          const { to, party } = next.value
          expect(move.from).toContain(now.state)
          expect(to).toBe(move.to)
          expect(move.by).toContain(party)
          if (party === 'delegate') expect(today < '2026-02-01').toBe(true)
          const own = [who.account, who.onBehalfOf]
          for (const { move: before, account, onBehalfOf: stood } of now.past)
            if (move.not?.includes(before))
              expect([own.includes(account), own.includes(stood ?? '-')]).toEqual([false, false])
          if (move.once) expect(now.past.some((past) => past.move === name)).toBe(false)
          if (move.reason === 'required') expect(reason).not.toBe('')
          if (move.asksForMissing)
            expect(missingOf(now).every((item) => each.missing.includes(item as never))).toBe(true)
          if (move.needs === 'required') expect(missingOf(now)).toEqual([])
          // A clock runs exactly where the state names it, and never gains days.
          const running = Object.entries(next.value.clocks).filter(([, reading]) => reading.since !== null)
          expect(running.map(([clock]) => clock)).toEqual(
            permit.states[to]?.clock === undefined ? [] : [permit.states[to]!.clock],
          )
          for (const [clock, reading] of Object.entries(next.value.clocks))
            if (!permit.clocks[clock]!.restarts)
              expect(reading.used).toBeGreaterThanOrEqual(now.clocks[clock]?.used ?? 0)
          if (next.value.timers !== 'keep')
            for (const timer of next.value.timers) expect(timer.on > today || timer.purpose === 'due').toBe(true)
          const { rejected } = next.value
          now = {
            ...now,
            state: to,
            outcome: next.value.outcome,
            clocks: next.value.clocks,
            dueOn: next.value.dueOn,
            dueNote: next.value.dueNote,
            required: next.value.required,
            good: now.good.filter((held) => !rejected.some((item) => item.name === held)),
            past: [...now.past, { move: name, account: who.account, onBehalfOf: who.onBehalfOf ?? null }],
          }
        }
      }),
      { numRuns: process.env.PROVE === '1' ? 20_000 : 3000 },
    )
    // The sequences went everywhere, or the property would hold for nothing.
    expect(
      [...Object.keys(permit.moves), 'CASE_SAME_PERSON', 'CASE_ONCE'].filter((each) => !reached.has(each)),
    ).toEqual([])
  })
})

describe('a declaration', () => {
  it('has one digest, whatever the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(permit).reverse()) as unknown as ProcessDeclaration
    expect(digestOf(turned)).toBe(digestOf(permit))
    expect(digestOf({ ...permit, title: '别的' })).not.toBe(digestOf(permit))
  })

  it.each([
    [
      'a state that nothing leads to',
      { states: { ...permit.states, lost: { title: '', says: '', desk: null, outcome: 'x' } } },
      'lost cannot be reached',
    ],
    [
      'a clock that nobody declared',
      { states: { ...permit.states, submitted: { ...permit.states.submitted!, clock: 'moon' } } },
      'names no clock',
    ],
    [
      'a clock whose move is not its own',
      { clocks: { ...permit.clocks, notice: { ...permit.clocks.notice!, makes: 'grant' } } },
      "not the clock's",
    ],
    [
      'evidence that nobody declared',
      { evidence: {}, moves: { ...permit.moves, accept: { ...permit.moves.accept!, needs: ['x'] } } },
      'not declared',
    ],
  ])('is refused with %s', (_, change, sentence) => {
    expect(() => defineProcess({ ...permit, ...change } as ProcessDeclaration)).toThrow(FaultyDeclaration)
    expect(() => defineProcess({ ...permit, ...change } as ProcessDeclaration)).toThrow(sentence)
  })
})
