import { describe, expect, it } from 'vitest'
import {
  answered,
  correct,
  decide,
  learnHeads,
  newDevice,
  nextUpload,
  notAnswered,
  save,
  tidy,
  unsent,
} from './device.ts'
import { bucketKey, withinLimit } from './download.ts'
import { clockOf } from './record.ts'
import { ModelServer } from './testing/model-server.ts'
import { nothingReached, playSchedule } from './testing/schedule.ts'

const SCHEDULES = process.env.PROVE === '1' ? 20_000 : 1_000
const T = 1_700_000_000_000

describe('the journal of a device', () => {
  const one = save(newDevice('d'), { id: 'a', kind: 'visit', subject: 's', content: 1, now: T })

  it('keeps what was saved until the server says that it has it, whatever is killed in between', () => {
    const sent = nextUpload(one, T)!
    expect(sent.device.entries[0]).toMatchObject({ state: 'sending' })
    const again = notAnswered(sent.device)
    expect(unsent(again)).toBe(1)
    const done = answered(again, { outcomes: [{ id: 'a', outcome: 'accepted' }], serverTime: T + 5000, wipe: 'no' }, T)
    expect(done).toMatchObject({ clockOffset: 5000, heads: { s: 'a' }, entries: [{ state: 'accepted' }] })
    expect(nextUpload(done, T)).toBeUndefined()
  })

  it('lets a later record build on an earlier one that has not arrived', () => {
    const two = save(one, { id: 'b', kind: 'visit', subject: 's', content: 2, now: T })
    expect(two.entries[1]?.record).toMatchObject({ base: 'a', seq: 2 })
  })

  it('does not undo a decision by a late answer, and follows it once the server has taken it', () => {
    const other = { id: 'z', by: '养老助理', madeAt: T, content: 9 }
    const conflict = { outcomes: [{ id: 'a', outcome: 'conflict', other }], serverTime: T, wipe: 'no' } as const
    const asked = answered(one, conflict, T)
    expect(asked.entries[0]).toMatchObject({ state: 'conflict', other: { content: 9 } })
    const said = decide(asked, 'a', 'theirs', { id: 'c', now: T })
    const late = answered(said, conflict, T)
    expect(late.entries[0]).toMatchObject({ choice: 'theirs' })
    const over = answered(late, { outcomes: [{ id: 'c', outcome: 'accepted' }], serverTime: T, wipe: 'no' }, T)
    expect(over).toMatchObject({ heads: { s: 'z' }, entries: [{ state: 'withdrawn' }, { state: 'accepted' }] })
    expect(decide(over, 'a', 'mine', { id: 'x', now: T })).toBe(over)
  })

  it('sends the correction of a refused record and the refused one never again', () => {
    const refused = answered(
      one,
      { outcomes: [{ id: 'a', outcome: 'refused', code: 'X', message: '请核对血压。' }], serverTime: T, wipe: 'no' },
      T,
    )
    const corrected = correct(refused, 'a', { id: 'b', content: 3, now: T })
    expect(nextUpload(corrected, T)?.upload.records.map((each) => each.id)).toEqual(['b'])
  })

  it('does not take over what a download tells of a subject on which its own record is open', () => {
    expect(learnHeads(one, { s: 'z', t: 'y' }).heads).toEqual({ t: 'y' })
  })

  it('lets go of what has been over for a week, and of nothing that is open', () => {
    const done = answered(one, { outcomes: [{ id: 'a', outcome: 'accepted' }], serverTime: T, wipe: 'no' }, T)
    expect(tidy(done, T + 8 * 86_400_000, 7 * 86_400_000).entries).toEqual([])
    expect(tidy(one, T + 80 * 86_400_000, 7 * 86_400_000).entries).toHaveLength(1)
  })
})

describe('what a device may hold', () => {
  it('never holds more persons than the limit, and everything about those that it holds', () => {
    const item = (id: string, person: string) => ({ kind: 'visit', id, person, village: 'v', content: {} })
    const { items, leftOut } = withinLimit([item('1', 'p'), item('2', 'q'), item('3', 'p'), item('4', 'r')], 2)
    expect(items.map((each) => each.id)).toEqual(['1', '2', '3'])
    expect(leftOut).toBe(1)
    expect(bucketKey({ village: 'v', person: 'abc7' })).toBe('v/7')
  })

  it('measures the clock of the device, and doubts a time beyond ten minutes or after its own sending', () => {
    const record = { id: 'a', device: 'd', seq: 1, kind: 'visit', subject: 's', base: null, madeAt: T, content: 1 }
    expect(clockOf(record, T + 5, T)).toEqual({ skewMs: 5, doubtful: false })
    expect(clockOf(record, T + 700_000, T)).toEqual({ skewMs: 700_000, doubtful: true })
    expect(clockOf(record, T - 1, T - 1)).toEqual({ skewMs: 0, doubtful: true })
  })
})

describe('random schedules', () => {
  it(`lose nothing and count nothing twice (${SCHEDULES})`, async () => {
    const reached = nothingReached()
    for (let seed = 1; seed <= SCHEDULES; seed++)
      await playSchedule(seed, new ModelServer(), (n) => `${seed}-${n.toString(16)}`, reached)
    for (const [what, times] of Object.entries(reached)) expect(times, what).toBeGreaterThan(SCHEDULES / 10)
  })
})
