import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem, inScope, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { readNumber } from '../../platform/documents/paper-number.ts'
import { act, actOnMany } from './act.ts'
import { addEvidence, assignCases } from './beside-moves.ts'
import type { ActOrder, ActorAt, CaseRef } from './case.ts'
import { caseFile } from './case-file.ts'
import { fireDeadlines } from './deadlines.ts'
import { defineProcess } from './define-process.ts'
import { appointDeputy } from './deputies.ts'
import { type OpenOrder, openCase, openCases } from './open-case.ts'
import { DeclarationDrift, processRegistry, publishProcesses } from './registry.ts'
import { settleCalendars } from './settle-calendars.ts'
import { clerk, effects, elder, officer, PLACE, permit, processes } from './testing/permit.ts'
import { worklist } from './worklist.ts'

const TODAY = '2026-03-02' as Day
const process = processes.get('permit')
let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
beforeEach(async () => {
  await sql`truncate process.case, process.act, process.deadline, process.evidence, process.deputy, process.number`.execute(
    town.db,
  )
  effects.length = 0
})
afterAll(() => town.drop())

const scope = { account: 'clerk', districts: ['500113'], townships: [], villages: [] }
const inTown = <T>(work: (tx: Tx) => Promise<T>, account = 'clerk') => inScope(town.db, { ...scope, account }, work)
const order = (more: Partial<OpenOrder> = {}): OpenOrder => ({
  subject: { kind: 'elder', id: randomUUID() },
  place: PLACE,
  origin: 'counter',
  party: 'applicant',
  required: ['identity'],
  evidence: [{ name: 'identity', standing: 'held', source: 'register' }],
  rules: { version: 'r1' },
  says: '在柜台提交',
  ...more,
})
const opening = {
  actor: { account: 'clerk', roles: [] },
  today: TODAY,
  setting: () => undefined,
}
const open = (more?: Partial<OpenOrder>) => inTown((tx) => openCase(tx, process, order(more), opening))
const anyCase = { ...PLACE, subjectKind: 'elder', subjectId: '', handler: null }
const doing = (actorAt: ActorAt, today = TODAY) => ({ processes, actorAt, today })
const move = (ref: CaseRef, name: string, actorAt: ActorAt, more: Partial<ActOrder> = {}, today = TODAY) =>
  inTown((tx) => act(tx, ref, { move: name, ...more }, doing(actorAt, today)), actorAt(anyCase).account)
const read = async (ref: CaseRef, actorAt = clerk, today = TODAY) => {
  const file = await inTown((tx) => caseFile(tx, processes, ref, actorAt, today))
  if (!file.ok) throw new Error(file.refusal.message)
  return file.value
}
/** Noon in Asia/Shanghai. */
const noon = (on: string) => new Date(`${on}T12:00:00+08:00`)

describe('a case', () => {
  it('opens with a number, a last day in working days and its first line, and moves to its end', async () => {
    const ref = await open()
    expect(readNumber(ref.number)).toBe(ref.number)
    expect(ref.dueOn).toBe('2026-03-09')
    expect((await move(ref, 'accept', clerk)).ok).toBe(true)
    expect((await move(ref, 'publish', clerk)).ok).toBe(true)
    expect(await fireDeadlines(town.db, processes, noon('2026-03-09'))).toBe(0)
    expect(await fireDeadlines(town.db, processes, noon('2026-03-10'))).toBe(1)
    expect((await move(ref, 'grant', officer, {}, '2026-03-10' as Day)).ok).toBe(true)
    const { case: row, timeline } = await read(ref)
    expect([row.state, row.outcome, row.desk]).toEqual(['granted', 'granted', null])
    expect(timeline.map((each) => [each.move, each.party, each.says])).toEqual([
      ['+open', 'applicant', '在柜台提交'],
      ['accept', 'townshipClerk', '已受理'],
      ['publish', 'townshipClerk', '开始公示'],
      ['noticeEnds', 'clock', '公示期满'],
      ['grant', 'districtOfficer', '已批准'],
    ])
    expect(effects).toEqual([`grant ${ref.number}`])
  })

  it('counts the days of a clock over several states and stands still in between', async () => {
    const ref = await open()
    await move(ref, 'accept', clerk, {}, '2026-03-02' as Day)
    expect((await read(ref)).case.dueOn).toBe('2026-03-23')
    // Five working days used, seven days of notice, ten left.
    await move(ref, 'publish', clerk, {}, '2026-03-09' as Day)
    await fireDeadlines(town.db, processes, noon('2026-03-17'))
    const file = await read(ref, clerk, '2026-03-17' as Day)
    expect([file.case.state, file.case.dueOn, file.daysLeft]).toEqual(['deciding', '2026-03-31', 10])
  })

  it('is refused with the step that two persons must share, also through a deputy', async () => {
    const ref = await open()
    await move(ref, 'accept', clerk)
    await move(ref, 'publish', clerk)
    await fireDeadlines(town.db, processes, noon('2026-03-10'))
    const both: ActorAt = () => ({ account: 'clerk', roles: ['townshipClerk', 'districtOfficer'] })
    const stand: ActorAt = () => ({ account: 'other', roles: ['districtOfficer'], onBehalfOf: 'clerk' })
    for (const who of [both, stand])
      expect(await move(ref, 'grant', who)).toMatchObject({ ok: false, refusal: { code: 'CASE_SAME_PERSON' } })
    expect((await move(ref, 'grant', officer)).ok).toBe(true)
  })

  it('asks for everything that is missing in one message, and only once', async () => {
    const ref = await open({ required: ['identity', 'account'], evidence: [] })
    expect(await move(ref, 'accept', clerk)).toMatchObject({ ok: false, refusal: { code: 'CASE_EVIDENCE_MISSING' } })
    expect(await move(ref, 'askForMissing', clerk, { missing: [{ name: 'identity' }] })).toMatchObject({
      ok: false,
      refusal: { code: 'CASE_TOLD_IN_PART', fields: [{ path: 'evidence.account', message: '银行账户' }] },
    })
    const asked = await move(ref, 'askForMissing', clerk, {
      missing: [{ name: 'identity', note: '照片不清楚' }, { name: 'account' }],
    })
    expect(asked.ok).toBe(true)
    expect((await read(ref)).timeline.at(-1)?.says).toBe('请补材料：身份证明（照片不清楚）、银行账户')
    const by = { account: 'elder', party: 'applicant' as const, today: TODAY }
    for (const name of ['identity', 'account'])
      await inTown((tx) => addEvidence(tx, ref, { name, standing: 'given', source: 'file' }, '交来材料', by), 'elder')
    expect((await move(ref, 'supply', elder)).ok).toBe(true)
    expect(await move(ref, 'askForMissing', clerk, { missing: [{ name: 'account' }] })).toMatchObject({
      ok: false,
      refusal: { code: 'CASE_ONCE' },
    })
  })

  it('an unset term gives no deadline and says which setting is missing', async () => {
    const ref = await open({ required: ['identity'], evidence: [] })
    await move(ref, 'askForMissing', clerk, { missing: [{ name: 'identity' }] })
    expect((await read(ref)).case).toMatchObject({ dueOn: null, dueNote: 'setting:sample-correction' })
  })

  it('a year whose holidays nobody has announced gives no last day', async () => {
    const late = { ...opening, today: '2026-12-30' as Day }
    const ref = await inTown((tx) => openCase(tx, process, order(), late))
    expect([ref.dueOn, ref.dueNote]).toEqual([null, 'calendar:2027'])
  })

  it('gets its last day and its deadlines once the year is known, and only once', async () => {
    const ref = await open()
    const { dueOn } = (await read(ref)).case
    // As if it had been opened under a version that did not know the year yet.
    await asSystem(town.db, async (tx) => {
      await sql`delete from process.deadline`.execute(tx)
      await sql`update process.case set due_on = null, due_note = 'calendar:2026'`.execute(tx)
    })
    const unknown = await inTown((tx) => openCase(tx, process, order(), { ...opening, today: '2026-12-30' as Day }))
    const start = new Date('2026-03-03T09:00:00+08:00')
    expect(await settleCalendars(town.db, processes, start)).toBe(1)
    expect(await settleCalendars(town.db, processes, start)).toBe(0)
    expect((await read(ref)).case).toMatchObject({ dueOn, dueNote: null })
    expect((await read(unknown)).case.dueNote).toBe('calendar:2027')
    // The reminder and the last day.
    expect(await fireDeadlines(town.db, processes, new Date('2026-03-20T09:00:00+08:00'))).toBe(2)
    expect((await read(ref)).timeline.map((each) => each.move)).toEqual(['+open', '+note', '+reminder', '+late'])
  })

  it('a delegation ends on its day', async () => {
    const ref = await open()
    const daughter: ActorAt = () => ({
      account: 'daughter',
      roles: [],
      relations: [{ as: 'delegate', until: '2026-03-05' as Day }],
    })
    expect(await move(ref, 'withdraw', daughter, {}, '2026-03-05' as Day)).toMatchObject({
      ok: false,
      refusal: { code: 'CASE_DELEGATION_OVER' },
    })
    expect((await move(ref, 'withdraw', daughter, {}, '2026-03-04' as Day)).ok).toBe(true)
  })

  it('of two officers who decide at the same moment one wins and the other is told what happened', async () => {
    const ref = await open()
    const seen = (await read(ref)).case.revision
    const others: ActorAt = () => ({ account: 'clerk2', roles: ['townshipClerk'] })
    const [a, b] = await Promise.all(
      [clerk, others].map((who) =>
        inTown((tx) => act(tx, ref, { move: 'accept' }, doing(who), seen), who(anyCase).account),
      ),
    )
    expect([a, b].filter((each) => each?.ok)).toHaveLength(1)
    const lost = [a, b].find((each) => each?.ok === false)
    expect(lost).toMatchObject({
      refusal: { code: 'CASE_CHANGED', message: '这件刚有人办过：已受理。请刷新后再决定。' },
    })
    expect((await read(ref)).timeline.filter((each) => each.move === 'accept')).toHaveLength(1)
  })

  it('keeps the version that it began with, and a changed declaration without a new version is refused', async () => {
    const ref = await open()
    const { askForMissing: _, lapse: __, supply: ___, ...moves } = permit.moves
    const { correcting: ____, ...states } = permit.states
    const second = {
      ...permit,
      version: 2,
      states,
      moves: { ...moves, withdraw: { ...permit.moves.withdraw!, from: ['submitted'] } },
    }
    const { correction: _____, ...clocks } = permit.clocks
    const now = processRegistry([defineProcess({ ...second, clocks })])
    await publishProcesses(town.db, now)
    const file = await inTown((tx) => caseFile(tx, now, ref, clerk, TODAY))
    expect(file.ok && file.value.moves.map((each) => each.name)).toContain('askForMissing')
    const drifted = processRegistry([defineProcess({ ...permit, title: '改了名' })])
    await expect(publishProcesses(town.db, drifted)).rejects.toThrow(DeclarationDrift)
  })
})

describe('many cases', () => {
  it('are decided at once with one reason, each by itself in the audit', async () => {
    const refs = await inTown((tx) =>
      openCases(
        tx,
        process,
        Array.from({ length: 500 }, () => order()),
        opening,
      ),
    )
    expect(new Set(refs.map((each) => each.number)).size).toBe(500)
    await move(refs[0]!, 'withdraw', elder)
    const many = await inTown((tx) => actOnMany(tx, refs, { move: 'accept', reason: '材料齐全' }, doing(clerk)))
    if (!many.ok) throw new Error(many.refusal.message)
    expect([many.value.moved.length, many.value.refused.map((each) => each.refusal.code)]).toEqual([
      499,
      ['CASE_NOT_FROM_HERE'],
    ])
    const { rows } = await asSystem(town.db, (tx) =>
      sql<{
        n: number
      }>`select count(*)::int as n from audit.entry where action = 'process.accept' and after->>'reason' = '材料齐全'`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe(499)
  })

  it('one by one where the declaration does not allow a move in bulk', async () => {
    const ref = await open()
    const many = await inTown((tx) => actOnMany(tx, [ref], { move: 'withdraw' }, doing(elder)), 'elder')
    expect(many).toMatchObject({ ok: true, value: { moved: [], refused: [{ refusal: { code: 'CASE_NOT_IN_BULK' } }] } })
  })
})

describe('the work list', () => {
  const worker = { account: 'clerk', parties: ['townshipClerk' as const], today: TODAY, districts: ['500113'] }
  it('shows what is mine, the most pressing first, page by page, and finds a number as it was read', async () => {
    const early = await open()
    const later = await inTown((tx) => openCase(tx, process, order(), { ...opening, today: '2026-03-04' as Day }))
    const mine = await inTown((tx) => worklist(tx, { list: 'mine', limit: 1 }, worker))
    expect([mine.rows.map((each) => each.id), mine.count.total]).toEqual([[early.id], 2])
    const rest = await inTown((tx) => worklist(tx, { list: 'mine', limit: 1, after: mine.next ?? '' }, worker))
    expect([rest.rows.map((each) => each.id), rest.next]).toEqual([[later.id], null])
    const spoken = early.number.toLowerCase().replaceAll('-', ' ')
    expect((await inTown((tx) => worklist(tx, { list: 'open', number: spoken }, worker))).rows).toHaveLength(1)
    const late = { ...worker, today: '2026-03-10' as Day }
    expect((await inTown((tx) => worklist(tx, { list: 'late' }, late))).rows.map((each) => each.id)).toEqual([early.id])
  })

  it('given to a colleague it is theirs, and their deputy’s while they are away', async () => {
    const ref = await open()
    const by = { account: 'officer', party: 'districtOfficer' as const, today: TODAY }
    await inTown((tx) => assignCases(tx, [ref], { account: 'zhang', name: '张经办' }, by), 'officer')
    const listOf = async (account: string) =>
      (await inTown((tx) => worklist(tx, { list: 'mine' }, { ...worker, account }))).rows.length
    expect([await listOf('clerk'), await listOf('zhang')]).toEqual([0, 1])
    const away = {
      district: '500113',
      account: 'zhang',
      deputy: 'clerk',
      from: TODAY,
      until: '2026-03-09' as Day,
      reason: '休假',
    }
    expect((await inTown((tx) => appointDeputy(tx, away, { account: 'clerk' }))).ok).toBe(true)
    expect(await listOf('clerk')).toBe(1)
  })

  it('shows nothing outside the scope', async () => {
    await open()
    const elsewhere = { account: 'x', districts: [], townships: ['500113104'], villages: [] }
    const seen = await inScope(town.db, elsewhere, (tx) =>
      worklist(tx, { list: 'open' }, { ...worker, districts: ['500113'] }),
    )
    expect(seen.rows).toEqual([])
  })
})

describe('deadlines', () => {
  it('remind once, then say once that it is late, however often the clock is asked', async () => {
    const ref = await open()
    const at = [noon('2026-03-06'), noon('2026-03-06'), noon('2026-03-20'), noon('2026-03-09'), noon('2026-03-21')]
    for (const now of at) await fireDeadlines(town.db, processes, now)
    expect((await read(ref)).timeline.map((each) => each.move)).toEqual(['+open', '+reminder', '+late'])
  })

  it('fire once though several processes look at the same time', async () => {
    await inTown((tx) =>
      openCases(
        tx,
        process,
        Array.from({ length: 40 }, () => order()),
        opening,
      ),
    )
    const fired = await Promise.all(
      Array.from({ length: 4 }, () => fireDeadlines(town.db, processes, noon('2026-03-10'))),
    )
    expect(fired.reduce((sum, each) => sum + each, 0)).toBe(80)
  })
})
