import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { processes } from '../../app/processes.ts'
import { type CaseTown, caseTown } from '../../app/testing-cases.ts'
import { act, fireDeadlines } from '../../engines/process/index.ts'
import { asSystem, inScope, newId } from '../../platform/db/index.ts'
import { openFile } from '../../platform/files/index.ts'
import { batchesOf, runMonth } from '../benefits/index.ts'
import { treeOfDataset } from '../divisions/index.ts'
import { moveFile } from '../elders/move-file.ts'
import { readSettings } from '../rules/index.ts'
import { rateCase } from './progress.ts'

let town: CaseTown
let post: CaseTown['post']
let get: CaseTown['get']
let elder: CaseTown['elder']
let clerk = ''
let officer = ''
let village = ''

beforeAll(async () => {
  town = await caseTown('2026-03-02T10:00:00+08:00')
  ;({ post, get, elder, clerk, officer, village } = town)
})
afterAll(() => town.close())

type Opened = { district: string; id: string; number: string; scheme: string; missing: string[]; dueOn: string }
const applyAt = async (who: { district: string; id: string }, schemes: string[], as = clerk, more: object = {}) => {
  const reply = await post('/api/applications', as, {
    elder: who,
    schemes,
    channel: 'counter',
    consent: { how: 'present' },
    ...more,
  })
  expect(reply.status, reply.text).toBe(200)
  return (reply.body as { cases: Opened[] }).cases
}
const move = (one: { district: string; id: string }, name: string, as: string, more: object = {}) =>
  post(`/api/cases/${one.district}/${one.id}/acts`, as, { move: name, ...more })
const set = (parameter: string, value: string, from: string) =>
  asSystem(town.platform.db, (tx) =>
    sql`insert into policy.setting (id, division, parameter, value, valid_from, document, proposed_by, approved_by, approved_at)
      values (${newId()}, '500113', ${parameter}, ${JSON.stringify(value)}::jsonb, ${from}::date, '示例', 'a', 'b', clock_timestamp())`.execute(
      tx,
    ),
  )
const run = async (month: string) => {
  const at = `${month}-01` as never
  const batches = batchesOf(treeOfDataset(), '500113', at)
  const settings = await asSystem(town.platform.db, (tx) => readSettings(tx))
  if (!batches.ok) throw new Error(batches.refusal.message)
  const made = await runMonth(town.platform.db, { batch: batches.value[0]!, month: at, settings, account: 'maker' })
  if (!made.ok) throw new Error(made.refusal.message)
  const { rows } = await asSystem(town.platform.db, (tx) =>
    sql<{
      elder: string
      outcome: string
      fen: number | null
    }>`select elder_id::text as elder, outcome, amount_fen as fen
      from benefits.entitlement where run_id = ${made.value.run.id}::uuid and scheme = 'old-age-allowance'`.execute(tx),
  )
  return rows
}

describe('窗口受理', () => {
  it('of two who apply for the same at one moment one is told the number of the other; named twice is asked once', async () => {
    const who = await elder({ facts: { hardship: ['dibao'], careDependency: ['none'] } })
    const form = {
      elder: who,
      schemes: ['care-subsidy', 'care-subsidy'],
      channel: 'counter',
      consent: { how: 'present' },
    }
    const replies = await Promise.all([clerk, village, clerk, village].map((as) => post('/api/applications', as, form)))
    expect(replies.map((each) => each.status).sort()).toEqual([200, 409, 409, 409])
    const done = replies.find((each) => each.status === 200)?.body as { cases: Opened[] }
    expect(done.cases).toHaveLength(1)
  })

  it('shows what is known and needs no paper, what may be applied for besides, and why something is not met', async () => {
    const who = await elder({ facts: { hardship: ['subsistence'] } })
    const { body } = await get(`/api/applications/persons/${who.district}/${who.id}`, clerk)
    const { offers } = body as {
      offers: {
        scheme: string
        standing: string
        known: { name: string }[]
        missing: { name: string }[]
        nearest: unknown[]
        clauses: string[]
      }[]
    }
    const standing = Object.fromEntries(offers.map((each) => [each.scheme, each.standing]))
    expect(standing).toEqual({
      'old-age-allowance': 'may',
      'care-subsidy': 'may',
      'extreme-hardship-care-subsidy': 'notMet',
      'disability-voucher': 'link',
    })
    const care = offers.find((each) => each.scheme === 'care-subsidy')!
    expect(care.known.map((each) => each.name)).toEqual(['birthDate', 'hardship'])
    expect(care.missing.map((each) => each.name)).toEqual(['careDependency'])
    const settled = await elder({ facts: { hardship: [], careDependency: ['none'] } })
    const second = (await get(`/api/applications/persons/${settled.district}/${settled.id}`, clerk)).body as typeof body
    const extreme = (second as { offers: typeof offers }).offers.find(
      (each) => each.scheme === 'extreme-hardship-care-subsidy',
    )!
    expect(extreme.nearest).toContainEqual({
      ifThis: '困难类别为“特困”',
      thenThat: expect.stringContaining('可以享受'),
    })
    expect(extreme.clauses[0]).toContain('第三章')
  })

  it('one form asks for several schemes: a case and a number each, under one receipt, and the same key gives the same receipt', async () => {
    const who = await elder({ facts: { hardship: ['subsistence'], careDependency: ['severe'] } })
    const body = {
      elder: who,
      schemes: ['old-age-allowance', 'care-subsidy'],
      channel: 'counter',
      consent: { how: 'present' },
    }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const first = await town.call('POST', '/api/applications', { as: clerk, body, headers })
    const again = await town.call('POST', '/api/applications', { as: clerk, body, headers })
    expect([first.status, again.text]).toEqual([200, first.text])
    const { cases } = first.body as { cases: Opened[] }
    expect(cases.map((each) => each.number.slice(0, 8))).toEqual(['GL-2026-', 'YF-2026-'])
    expect(cases.map((each) => each.dueOn)).toEqual(['2026-03-09', '2026-03-09'])
    const more = await post('/api/applications', clerk, body)
    expect(more).toMatchObject({ status: 409, body: { code: 'APPLICATION_ALREADY' } })
  })

  it('is refused without a delegation that stands, and under one it ends with its day', async () => {
    const who = await elder()
    const asked = { channel: 'delegate', consent: { how: 'delegation' } }
    // Nobody at a counter writes down a consent that only the elder or a delegation could have given.
    for (const how of ['online', 'delegation'])
      expect(
        await post('/api/applications', clerk, {
          elder: who,
          schemes: ['old-age-allowance'],
          channel: 'counter',
          consent: { how },
        }),
      ).toMatchObject({ status: 422 })
    const none = await post('/api/applications', clerk, { elder: who, schemes: ['old-age-allowance'], ...asked })
    expect(none).toMatchObject({ status: 422, body: { code: 'APPLICATION_DELEGATION_MISSING' } })
    const given = await post('/api/applications/delegations', clerk, {
      elder: who,
      name: '乙某',
      relation: 'child',
      until: '2026-06-01',
      agreed: { how: 'voice' },
    })
    expect(given.status, given.text).toBe(200)
    const { id } = given.body as { id: string }
    const [opened] = await applyAt(who, ['old-age-allowance'], clerk, { ...asked, delegation: id })
    const page = await get(`/api/applications/cases/${opened!.district}/${opened!.id}`, clerk)
    expect(page.body).toMatchObject({
      channel: 'delegate',
      delegation: { name: '乙某', until: '2026-06-01', over: false },
    })
  })

  it('a delegation has an end that is not far, and the audit names whose it is', async () => {
    const who = await elder()
    const order = { elder: who, name: '乙某', relation: 'child', agreed: { how: 'voice' } }
    expect(await post('/api/applications/delegations', clerk, { ...order, until: '2046-01-01' })).toMatchObject({
      status: 422,
      body: { code: 'APPLICATION_DELEGATION_LONG' },
    })
    expect((await post('/api/applications/delegations', clerk, { ...order, until: '2027-01-01' })).status).toBe(200)
    const { rows } = await asSystem(town.platform.db, (tx) =>
      sql`select after from audit.entry where action = 'application.delegate' and object_id = ${who.id}`.execute(tx),
    )
    expect(rows).toMatchObject([{ after: { name: '乙某', delegate: '' } }])
  })

  it('a village worker applies for somebody but does not accept', async () => {
    const who = await elder()
    const [opened] = await applyAt(who, ['old-age-allowance'], village, {
      channel: 'village',
      consent: { how: 'voice' },
    })
    expect(await move(opened!, 'accept', village)).toMatchObject({ status: 403, body: { code: 'CASE_NOT_YOURS' } })
    expect((await move(opened!, 'accept', clerk)).status).toBe(200)
  })
})

describe('受理到决定', () => {
  it('goes from the counter over the township to the district, and the money follows in the run of the month', async () => {
    await set('claim-old-age-allowance', 'application', '2026-03-01')
    const who = await elder()
    const other = await elder()
    const before = await run('2026-03')
    expect(
      before.filter((each) => [who.id, other.id].includes(each.elder)).map((each) => [each.outcome, each.fen]),
    ).toEqual([
      ['unclaimed', null],
      ['unclaimed', null],
    ])
    const [opened] = await applyAt(who, ['old-age-allowance'])
    expect((await move(opened!, 'accept', clerk)).status).toBe(200)
    expect((await move(opened!, 'verify', clerk)).status).toBe(200)
    expect(await move(opened!, 'grant', clerk)).toMatchObject({ status: 403 })
    expect((await move(opened!, 'grant', officer)).status).toBe(200)
    const after = await run('2026-03')
    expect(after.find((each) => each.elder === who.id)).toMatchObject({ outcome: 'granted', fen: 100_00 })
    expect(after.find((each) => each.elder === other.id)?.outcome).toBe('unclaimed')
    const proposed = await get('/api/applications/proposals', clerk)
    const ids = (proposed.body as { rows: { id: string }[] }).rows.map((each) => each.id)
    expect([ids.includes(other.id), ids.includes(who.id)]).toEqual([true, false])
  })

  it('is not granted while the rule says no, and the refusal names the condition', async () => {
    const who = await elder({ facts: { hardship: [], careDependency: ['none'] } })
    const [opened] = await applyAt(who, ['care-subsidy'])
    await move(opened!, 'accept', clerk)
    await move(opened!, 'verify', clerk)
    town.clock = new Date('2026-03-10T09:00:00+08:00')
    expect(await fireDeadlines(town.platform.db, processes, town.clock)).toBeGreaterThan(0)
    expect(await move(opened!, 'grant', officer)).toMatchObject({
      status: 409,
      body: { code: 'APPLICATION_NOT_MET', title: expect.stringContaining('困难类别') },
    })
    expect((await move(opened!, 'refuse', officer, { reason: '不属于规定的困难类别' })).status).toBe(200)
    const paper = await post(`/api/applications/cases/${opened!.district}/${opened!.id}/decision`, officer, undefined)
    expect(paper.status, paper.text).toBe(200)
    const printed = await get((paper.body as { href: string }).href, officer)
    expect([printed.status, printed.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await move(opened!, 'object', clerk, { reason: '低保刚刚批下来' })).status).toBe(200)
    expect(await move(opened!, 'uphold', officer, { reason: '维持' })).toMatchObject({
      body: { code: 'CASE_SAME_PERSON' },
    })
  })

  it('is not ended for somebody without a word, nor decided by whoever took it in or ended its notice', async () => {
    const [one] = await applyAt(await elder(), ['old-age-allowance'], officer)
    expect((await move(one!, 'withdraw', clerk)).status).toBe(403)
    expect(await move(one!, 'withdrawFor', clerk)).toMatchObject({ status: 422 })
    await move(one!, 'accept', clerk)
    await move(one!, 'verify', clerk)
    expect(await move(one!, 'grant', officer)).toMatchObject({
      status: 409,
      body: { code: 'CASE_SAME_PERSON', title: expect.stringContaining('登记申请') },
    })
    const facts = { hardship: ['subsistence'], careDependency: ['severe'] }
    const [noticed] = await applyAt(await elder({ facts }), ['care-subsidy'])
    await move(noticed!, 'accept', clerk)
    await move(noticed!, 'verify', clerk)
    expect((await move(noticed!, 'closeNotice', officer, { reason: '公示期满' })).status).toBe(200)
    expect(await move(noticed!, 'grant', officer)).toMatchObject({ body: { code: 'CASE_SAME_PERSON' } })
    const ended = await move(noticed!, 'withdrawFor', clerk, { reason: '申请人来电要求撤回' })
    expect(ended.status, ended.text).toBe(200)
  })

  it('500 at once: those that do not qualify are told why, the others are granted', async () => {
    const good = await Promise.all([elder(), elder(), elder()])
    const young = await elder({ born: '1970-01-01' })
    const opened: Opened[] = []
    for (const who of [...good, young]) opened.push(...(await applyAt(who, ['old-age-allowance'])))
    const refs = opened.map(({ district, id }) => ({ district, id }))
    for (const name of ['accept', 'verify']) {
      const many = await post('/api/cases/acts', clerk, { cases: refs, move: name })
      expect(many.body).toEqual({ moved: 4, refused: [] })
    }
    const many = await post('/api/cases/acts', officer, { cases: refs, move: 'grant', reason: '符合条件' })
    expect(many.body).toMatchObject({ moved: 3, refused: [{ number: opened[3]!.number }] })
  })

  it('a slow upload holds no transaction, one that is too large is refused before it is read, and a full case takes no more', async () => {
    const [opened] = await applyAt(await elder(), ['old-age-allowance'])
    const path = `/api/cases/${opened!.district}/${opened!.id}/evidence?name=other`
    const idle = () =>
      asSystem(town.platform.db, (tx) =>
        sql`select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`.execute(
          tx,
        ),
      )
    let waiting = -1
    const slow = new ReadableStream<Uint8Array>({
      // The server has begun to read, and nothing waits in a transaction for the rest.
      pull: async (controller) => {
        waiting = (await idle()).rows.length
        controller.enqueue(new Uint8Array([37, 80, 68, 70]))
        controller.close()
      },
    })
    expect((await town.send(path, clerk, slow)).status).toBe(200)
    expect(waiting).toBe(0)
    const large = await town.send(path, clerk, 'x', { 'content-length': String(21 * 1024 * 1024) })
    expect(large.status).toBe(413)
    await asSystem(town.platform.db, (tx) =>
      sql`
        insert into platform.file (district, township, id, object, object_id, name, media_type, size, sha256, stored_as, key_cipher, account)
        select '500113', '500113103', gen_random_uuid(), 'process.case', ${opened!.id}, 'x', 'text/plain', 1, sha256('x'), sha256('x'), 'x', 'clerk'
          from generate_series(1, 40)`.execute(tx),
    )
    expect((await town.send(path, clerk, 'one more')).status).toBe(409)
  })

  it('asks once for all that is missing, and a paper that was handed in counts', async () => {
    const who = await elder({ facts: { hardship: ['subsistence'] } })
    const [opened] = await applyAt(who, ['care-subsidy'])
    expect(opened!.missing).toEqual(['能力评估等级'])
    expect(await move(opened!, 'accept', clerk)).toMatchObject({ status: 422, body: { code: 'CASE_EVIDENCE_MISSING' } })
    expect((await move(opened!, 'askForMissing', clerk, { missing: [{ name: 'careDependency' }] })).status).toBe(200)
    const path = `/api/cases/${opened!.district}/${opened!.id}/evidence?name=careDependency`
    const named = { 'x-file-name': encodeURIComponent('评估.pdf') }
    const sent = await town.send(path, clerk, '%PDF-1.4 synthetic', named)
    expect(await sent.clone().json()).toMatchObject({ name: '评估.pdf' })
    expect(sent.status).toBe(200)
    expect((await move(opened!, 'supply', clerk)).status).toBe(200)
    expect((await move(opened!, 'accept', clerk)).status).toBe(200)
  })
})

describe('办件清单', () => {
  it('shows everybody their own desk, and finds a number as it was read out', async () => {
    const who = await elder()
    const [opened] = await applyAt(who, ['old-age-allowance'])
    const found = await get(`/api/cases?q=${encodeURIComponent(opened!.number.toLowerCase())}`, clerk)
    expect(found.body).toMatchObject({
      rows: [{ number: opened!.number, name: '甲乙丙', stateTitle: '待受理', daysLeft: 5 }],
    })
    const mineOf = async (as: string) =>
      ((await get('/api/cases', as)).body as { rows: { number: string }[] }).rows.map((each) => each.number)
    expect(await mineOf(clerk)).toContain(opened!.number)
    expect(await mineOf(officer)).not.toContain(opened!.number)
  })

  it('what a person hands in, and thinks of it, leaves with the person who moves to another district', async () => {
    const who = await elder()
    const [opened] = await applyAt(who, ['old-age-allowance'])
    const path = `/api/cases/${opened!.district}/${opened!.id}/evidence?name=other`
    const { id: file } = (await (await town.send(path, clerk, 'a paper')).json()) as { id: string }
    await asSystem(town.platform.db, async (tx) => {
      await act(
        tx,
        opened!,
        { move: 'withdraw' },
        {
          processes,
          actorAt: () => ({ account: 'jt00000001', roles: [], relations: [{ as: 'applicant' }] }),
          today: town.platform.today(),
        },
      )
      expect((await rateCase(tx, opened!, { score: 4 })).ok).toBe(true)
      await moveFile(tx, '500113', who.id, { township: '500101001', village: null })
    })
    const { rows } = await asSystem(town.platform.db, (tx) =>
      sql`
        select district, township from platform.file where id = ${file}::uuid
        union all select district, township from applications.rating where case_id = ${opened!.id}::uuid`.execute(tx),
    )
    expect(rows).toEqual(Array.from({ length: 2 }, () => ({ district: '500101', township: '500101001' })))
    const clerkAway = { account: 'away', districts: ['500101'], townships: [], villages: [] }
    const parts = { store: town.platform.files, keyring: town.platform.keyring }
    expect(await inScope(town.platform.db, clerkAway, (tx) => openFile(tx, parts, file))).toBeDefined()
  })
})
