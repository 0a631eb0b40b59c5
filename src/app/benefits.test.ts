import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPerson, DISTRICT, dies, JIESHI, run, settingsOf, YUDONG } from '../areas/benefits/testing/town.ts'
import { asOwner, inScope } from '../platform/db/index.ts'
import { type TestApplication, testApplication } from './testing.ts'

type Line = { elder: string; name: string; township: string; scheme: string; kind: string; says: string }
type Page = { rows: Line[]; next: string | null; count: { total: number } }
type Batch = {
  run: { id: string }
  state: string
  amountFen: number
  amountInWords: string
  changes: { kind: string; count: number }[]
  townships: { township: string; confirmedBy: string | null }[]
  sample: { size: number; opened: number }
}

const NOVEMBER = `/api/benefits/batches/${DISTRICT}/2026-11`
const LISTS = ['changes', 'lines', 'clear', 'back-pay', 'outliers', 'sample']

describe('the monthly batch over HTTP', () => {
  let app: TestApplication
  let clerk: string
  let officer: string
  let finance: string
  let here: string
  let elsewhere: string
  const call = async <T>(
    method: string,
    path: string,
    as: string | undefined,
    body?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const { status, body: read } = await app.call(method, path, { as, body, headers })
    return { status, body: read as T }
  }
  beforeAll(async () => {
    app = await testApplication()
    const { db } = app.platform
    here = await addPerson(db, { name: '界石人', township: JIESHI, facts: { hardship: ['subsistence'] } })
    elsewhere = await addPerson(db, { name: '鱼洞人', township: YUDONG, facts: { hardship: ['subsistence'] } })
    const dying = await addPerson(db, { name: '鱼洞故人', township: YUDONG, facts: { hardship: [] } })
    await addPerson(db, { name: '界石待查', township: JIESHI, born: null })
    await run(db, '2026-10', settingsOf(), DISTRICT, 'demo-district')
    await dies(db, dying, '2026-10-20')
    await addPerson(db, { name: '新来的', township: JIESHI, facts: { hardship: [] } })
    await run(db, '2026-11', settingsOf(), DISTRICT, 'demo-maker')
    clerk = await app.signIn('demo-township')
    officer = await app.signIn('demo-district')
    finance = await app.signIn('demo-finance')
  })
  afterAll(() => app.close())

  it('nobody sees it without signing in, nor a role without persons', async () => {
    expect((await call('GET', NOVEMBER, undefined)).status).toBe(401)
    expect((await call('GET', NOVEMBER, await app.signIn('demo-operator'))).status).toBe(403)
  })

  it('the district sees the whole, in 元 and in words; a clerk sees the township alone, in sums and in lists', async () => {
    const whole = (await call<Batch>('GET', NOVEMBER, officer)).body
    expect(whole.amountFen).toBe(2 * (6000 + 20000) + 6000)
    expect(whole.amountInWords).toBe('伍佰捌拾元整')
    expect(whole.changes.map((each) => [each.kind, each.count])).toEqual([
      ['new', 1],
      ['stopped', 1],
    ])
    const mine = (await call<Batch>('GET', NOVEMBER, clerk)).body
    expect(mine.amountFen).toBe(6000 + 20000 + 6000)
    expect(mine.townships.map((each) => each.township)).toEqual([JIESHI])
    expect(mine.changes.map((each) => each.kind)).toEqual(['new'])
    for (const list of LISTS) {
      const page = (await call<Page>('GET', `/api/benefits/runs/${whole.run.id}/${list}`, clerk)).body
      expect(page.rows.every((row) => row.township === JIESHI)).toBe(true)
      const narrowed = await call<Page>('GET', `/api/benefits/runs/${whole.run.id}/${list}?township=${YUDONG}`, clerk)
      expect(narrowed.body.rows).toEqual([])
      expect(narrowed.body.count.total).toBe(0)
    }
  })

  it('every list answers with whole sentences, and pages go on by key', async () => {
    const { run: head } = (await call<Batch>('GET', NOVEMBER, officer)).body
    const changes = (await call<Page>('GET', `/api/benefits/runs/${head.id}/changes`, officer)).body
    expect(changes.rows.map((row) => [row.name, row.says])).toEqual([
      ['新来的', '新增：新入册或迁入（迟到的情况）'],
      ['鱼洞故人', '停发：已离世（迟到的情况）'],
    ])
    const clear = (await call<Page>('GET', `/api/benefits/runs/${head.id}/clear`, officer)).body
    expect(clear.rows.map((row) => [row.name, row.scheme, row.says])).toContainEqual([
      '界石待查',
      'old-age-allowance',
      '还缺：出生日期',
    ])
    const after = Buffer.from(
      JSON.stringify([DISTRICT, changes.rows[0]?.kind, JIESHI, changes.rows[0]?.elder, changes.rows[0]?.scheme]),
    ).toString('base64url')
    const next = (await call<Page>('GET', `/api/benefits/runs/${head.id}/changes?after=${after}`, officer)).body
    expect(next.rows.map((row) => row.name)).toEqual(['鱼洞故人'])
  })

  it('the card of a person is shown inside the scope only, with clause, facts and the nearest change', async () => {
    const path = (elder: string) => `/api/benefits/persons/${DISTRICT}/${elder}/months/2026-11`
    const card = await call<{
      schemes: { scheme: string; says: string; agrees: boolean; clauses: { number: string }[] }[]
    }>('GET', path(here), clerk)
    expect(card.status).toBe(200)
    expect(card.body.schemes.every((each) => each.agrees)).toBe(true)
    expect(card.body.schemes.find((each) => each.scheme === 'care-subsidy')?.says).toBe('每月 200.00 元（示例）')
    expect(card.body.schemes[0]?.clauses[0]?.number).toBe('渝府发〔2022〕15号')
    expect((await call('GET', path(elsewhere), clerk)).status).toBe(404)
    expect((await call('GET', path(elsewhere), officer)).status).toBe(200)
    const worker = await app.signIn('demo-village')
    expect((await call('GET', path(here), worker)).status).toBe(200)
    expect((await call('GET', path(elsewhere), worker)).status).toBe(404)
  })

  it('the township confirms, every sampled line is opened, and another person than the maker reviews', async () => {
    const { run: head } = (await call<Batch>('GET', NOVEMBER, officer)).body
    const acts = `/api/benefits/runs/${head.id}/acts`
    expect((await call('POST', acts, finance, { kind: 'confirm', township: JIESHI })).status).toBe(403)
    expect((await call('POST', acts, clerk, { kind: 'confirm', township: YUDONG })).status).toBe(404)
    expect((await call('POST', acts, clerk, { kind: 'confirm', township: JIESHI })).status).toBe(200)
    expect(await call('POST', acts, officer, { kind: 'review' })).toMatchObject({
      status: 409,
      body: { code: 'changesNotConfirmed' },
    })
    await asOwner(app.platform.db, (tx) =>
      sql`insert into benefits.act (district, id, run_id, township, kind, account)
          values (${DISTRICT}, gen_random_uuid(), ${head.id}::uuid, ${YUDONG}, 'confirm', 'another-clerk')`.execute(tx),
    )
    expect(await call('POST', acts, officer, { kind: 'review' })).toMatchObject({
      status: 409,
      body: { code: 'sampleNotOpened' },
    })
    const sample = (await call<Page>('GET', `/api/benefits/runs/${head.id}/sample`, officer)).body
    for (const { elder, scheme } of sample.rows)
      expect((await call('POST', acts, officer, { kind: 'open', district: DISTRICT, elder, scheme })).status).toBe(200)
    expect((await call('POST', acts, officer, { kind: 'review' })).status).toBe(200)
    expect((await call<Batch>('GET', NOVEMBER, officer)).body.state).toBe('reviewed')
    expect(await call('POST', acts, officer, { kind: 'review' })).toMatchObject({
      status: 409,
      body: { code: 'alreadyDone' },
    })
  })

  it('a line is held back with a reason, and let go again', async () => {
    const { run: head } = (await call<Batch>('GET', NOVEMBER, officer)).body
    const acts = `/api/benefits/runs/${head.id}/acts`
    const line = { district: DISTRICT, elder: here, scheme: 'old-age-allowance' }
    expect(await call('POST', acts, clerk, { kind: 'hold', ...line, reason: '' })).toMatchObject({ status: 422 })
    expect(
      (await call('POST', acts, clerk, { kind: 'hold', ...line, elder: elsewhere, reason: '家属来电，待核实' })).status,
    ).toBe(404)
    expect((await call('POST', acts, clerk, { kind: 'hold', ...line, reason: '家属来电，待核实' })).status).toBe(200)
    expect((await call<{ held: number }>('GET', NOVEMBER, clerk)).body.held).toBe(1)
    expect((await call('POST', acts, clerk, { kind: 'release', ...line })).status).toBe(200)
    expect((await call<{ held: number }>('GET', NOVEMBER, clerk)).body.held).toBe(0)
  })

  it('a run is ordered by the district alone, once for a key, and not ahead of its month', async () => {
    const body = { division: DISTRICT, month: '2026-11' }
    expect((await call('POST', '/api/benefits/runs', clerk, { ...body, division: JIESHI })).status).toBe(403)
    expect(await call('POST', '/api/benefits/runs', officer, { ...body, month: '2999-01' })).toMatchObject({
      status: 422,
      body: { code: 'monthAhead' },
    })
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const [first, second] = [
      await app.call('POST', '/api/benefits/runs', { as: officer, body, headers }),
      await app.call('POST', '/api/benefits/runs', { as: officer, body, headers }),
    ]
    expect([first.status, second.body]).toEqual([200, first.body])
  })

  it('row security alone keeps the rows of others hidden in every table', async () => {
    const scope = { account: 'demo-township', districts: [], townships: [JIESHI], villages: [] }
    for (const table of ['entitlement', 'change', 'difference', 'outlier', 'sample', 'run_township', 'act']) {
      const { rows } = await inScope(app.platform.db, scope, (tx) =>
        sql<{ township: string }>`select distinct township from benefits.${sql.raw(table)}`.execute(tx),
      )
      expect([table, rows.filter((row) => row.township !== JIESHI)]).toEqual([table, []])
    }
    const other = { account: 'x', districts: ['500101'], townships: [], villages: [] }
    const runs = await inScope(app.platform.db, other, (tx) => sql`select 1 from benefits.run`.execute(tx))
    expect(runs.rows).toEqual([])
  })
})
