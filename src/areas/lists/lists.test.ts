import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import {
  columnSql,
  type Field,
  faultsOf,
  type List,
  readValues,
  sqlTypeOf,
  tableOf,
  type Value,
} from '../../engines/register/index.ts'
import { asSystem, newId } from '../../platform/db/index.ts'
import { type OutCell, writeXlsx } from '../../platform/sheets/index.ts'
import { findDocument } from '../../policy/index.ts'
import { currentTree } from '../divisions/index.ts'
import { lists } from './all-lists.ts'
import type { SheetReport } from './contract.ts'
import { fillDemonstrationLists } from './demonstration.ts'

const JIESHI = '500113103'
const IDLE = '/api/lists/idle-resource'
let app: TestApplication
let cookies: Record<string, string>

beforeAll(async () => {
  app = await testApplication({ now: () => new Date('2026-11-15T04:00:00Z') })
  cookies = Object.fromEntries(
    await Promise.all(
      ['district', 'township', 'operator', 'city', 'planner'].map(async (who) => [
        who,
        await app.signIn(`demo-${who}`),
      ]),
    ),
  )
})
afterAll(() => app.close())

const post = (who: string, path: string, body: unknown) =>
  app.call('POST', path, { as: cookies[who], body, headers: { 'idempotency-key': newId() } })
const get = async <T>(who: string, path: string) => (await app.call('GET', path, { as: cookies[who] })).body as T
const idle = (more: object = {}) => ({
  name: '老粮站',
  place: `${JIESHI}001`,
  values: { kind: 'school', floorArea: 860.5, ownership: 'state', state: 'available', rentFenYear: 12_000_000 },
  from: '2026-01-01',
  source: '现场核实',
  ...more,
})
type Found = { entry: string; version: string; name: string; values: Record<string, Value>; from: string }

describe('the declarations', () => {
  it.each(lists.map((list) => [list.id, list] as const))(
    '%s: sound, its clauses are documents of the catalogue',
    (_, list) => {
      expect(faultsOf(list)).toEqual([])
      for (const { doc } of list.clauses) expect(findDocument(doc)?.id, doc).toBe(doc)
    },
  )

  it('and the tables are the same: whoever adds a field finds here the statement for the migration', async () => {
    const { rows } = await sql<{ of: string; name: string; type: string; needed: boolean }>`
      select table_schema || '.' || table_name as of, column_name as name, data_type as type, is_nullable = 'NO' as needed
        from information_schema.columns where table_schema = 'lists'`.execute(app.platform.db)
    for (const list of lists)
      for (const field of list.fields) {
        const column = rows.find((row) => row.of === tableOf(list) && row.name === columnSql(field).split(' ')[0])
        expect(column, `alter table ${tableOf(list)} add column ${columnSql(field)};`).toMatchObject({
          type: sqlTypeOf(field),
          needed: field.required ?? false,
        })
      }
    const declared = new Set(lists.map(tableOf))
    expect([...new Set(rows.map((row) => row.of))].filter((of) => !declared.has(of))).toEqual([])
  })
})

/** Any value that a field takes, and some that it does not. */
const anyValue = (field: Field): fc.Arbitrary<Value> => {
  const [min, max] = [field.min ?? 0, field.max ?? 90_000]
  const good: Record<Field['type'], fc.Arbitrary<Value>> = {
    text: fc.constantFrom('甲', '=1+1', 'a"b,c', '示例'),
    choice: fc.constantFrom(...Object.keys(field.choices ?? { none: '' })),
    yesNo: fc.boolean(),
    day: fc.constantFrom('2024-02-29', '2026-11-01'),
    integer: fc.integer({ min, max }),
    fen: fc.integer({ min, max }),
    number: fc.integer({ min: min * 4, max: max * 4 }).map((quarters) => quarters / 4),
  }
  return field.required ? good[field.type] : fc.option(good[field.type])
}

describe('an entry', () => {
  it('of any list comes back as it was written, on any day, and as it was known', async () => {
    for (const list of lists) {
      const [values] = fc.sample(
        fc.record(Object.fromEntries(list.fields.map((field) => [field.name, anyValue(field)]))),
        {
          numRuns: 1,
          seed: 20_261_122,
        },
      )
      expect(readValues(list, values!)).toEqual({ ok: true, values })
      const place = list.place === 'district' ? '500113' : `${JIESHI}001`
      const made = await post('district', `/api/lists/${list.id}`, { ...idle({ values }), place })
      expect([list.id, made.status]).toEqual([list.id, 200])
      const { entry } = made.body as { entry: string }
      const read = await get<{ entry: Found }>('district', `/api/lists/${list.id}/500113/${entry}`)
      expect(read.entry.values).toEqual(values)
    }
  })

  it('holds otherwise from a day on; the days before and what was known then stay', async () => {
    const { entry } = (await post('township', IDLE, idle({ name: '旧校舍甲' }))).body as { entry: string }
    const path = `${IDLE}/500113/${entry}`
    const first = await get<{ entry: Found }>('township', path)
    const known = (
      await sql<{
        now: string
      }>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`.execute(
        app.platform.db,
      )
    ).rows[0]!.now
    const changed = { ...idle({ name: '旧校舍甲', from: '2026-06-01', expected: first.entry.version }) }
    changed.values = { ...changed.values, state: 'inTalks' }
    expect((await post('township', `${path}/changes`, changed)).body).toEqual({ changed: true })
    const stateOn = async (query: string) =>
      (await get<{ entry: Found | null }>('township', `${path}?${query}`)).entry?.values.state ?? null
    expect(
      await Promise.all(
        ['on=2026-05-31', 'on=2026-06-01', 'on=2025-12-31', `on=2026-06-01&knownAt=${known}`].map(stateOn),
      ),
    ).toEqual(['available', 'inTalks', null, 'available'])
    // Whoever saw only the first version is told that somebody else has written.
    const { history } = await get<{ history: { version: string; superseded: boolean }[] }>('township', path)
    expect(history.map((each) => each.superseded).toSorted()).toEqual([false, false, true])
    expect((await post('township', `${path}/changes`, { ...changed, from: '2026-07-01' })).status).toBe(409)
    expect((await post('township', `${path}/end`, { from: '2026-09-01', source: '已拆除' })).status).toBe(200)
    expect(await stateOn('on=2026-09-01')).toBe(null)
    expect(await stateOn('on=2026-08-31')).toBe('inTalks')
    const { rows } = await sql<{ action: string }>`
      select action from audit.entry where object = 'lists.idle-resource' and object_id = ${entry} order by at`.execute(
      app.platform.db,
    )
    expect(rows.map((row) => row.action)).toEqual(['list.add', 'list.change', 'list.end'])
    await expect(
      asSystem(app.platform.db, (tx) =>
        sql`update lists.idle_resource set name = '改名' where entry = ${entry}::uuid`.execute(tx),
      ),
    ).rejects.toThrow(/never changed/)
  })

  it('is written only where one may: another township, another role, a wrong value are refused in words', async () => {
    const tree = await currentTree(app.platform.db, app.platform.now().getTime())
    const elsewhere = tree.townshipsOf('500113', app.platform.today()).find((key) => key !== JIESHI)
    expect((await post('township', IDLE, idle({ place: elsewhere }))).status).toBe(403)
    expect((await post('city', IDLE, idle())).status).toBe(403)
    expect((await post('planner', IDLE, idle())).status).toBe(403)
    expect((await app.call('POST', IDLE, { body: idle() })).status).toBe(401)
    const wrong = await post('district', IDLE, idle({ values: { kind: 'castle', floorArea: -1, colour: 'red' } }))
    expect(wrong.status).toBe(422)
    const { fields } = wrong.body as { fields: { path: string }[] }
    expect(fields.map((each) => each.path)).toEqual(
      expect.arrayContaining(['values.kind', 'values.floorArea', 'values.colour', 'values.ownership', 'values.state']),
    )
    expect((await get<{ code: string }>('district', '/api/lists/no-such-list')).code).toBe('LIST_UNKNOWN')
  })

  it('speaks of a facility: it lies where the facility lies, and the organisation that runs it sees and writes it', async () => {
    const facility = newId()
    const [mine] = await facilityOf(facility)
    const clinic = {
      ...idle({ name: '示例护理站', place: null, facility }),
      values: { kind: 'nursingStation', procedure: 'filing' },
    }
    const made = await post('district', '/api/lists/internal-clinic', clinic)
    expect(made.status).toBe(200)
    const { entry } = made.body as { entry: string }
    const seen = await get<{ entry: { facilityName: string; township: string } }>(
      'district',
      `/api/lists/internal-clinic/500113/${entry}`,
    )
    expect(seen.entry).toMatchObject({ facilityName: mine, township: JIESHI })
    expect((await app.call('GET', `/api/lists/internal-clinic/500113/${entry}`, { as: cookies.operator })).status).toBe(
      404,
    )
  })
})

/** A facility of 界石镇 that nobody of the demonstration runs. */
async function facilityOf(id: string): Promise<string[]> {
  const name = '示例·界石敬老院'
  await asSystem(app.platform.db, (tx) =>
    sql`insert into facilities.facility (district, id, number, kind, name, township, example, recorded_by)
        values ('500113', ${id}::uuid, ${`T-${id.slice(-6)}`}, 'careHome', ${name}, ${JIESHI}, true, 'test')`.execute(
      tx,
    ),
  )
  return [name]
}

async function sheet(rows: OutCell[][]): Promise<Buffer> {
  const stream = new PassThrough()
  const [content] = await Promise.all([buffer(stream), writeXlsx(stream, [{ name: '台账', rows }])])
  return content
}
async function upload(content: Buffer, query: string, list = 'idle-resource', who = 'district') {
  const response = await app.fetch(
    new Request(`http://127.0.0.1:8100/api/lists/${list}/sheet?${query}`, {
      method: 'POST',
      headers: { cookie: cookies[who]!, origin: 'http://127.0.0.1:8100', 'idempotency-key': newId() },
      body: new Uint8Array(content),
    }),
  )
  return { status: response.status, body: (await response.json()) as SheetReport & { code: string } }
}

describe('a sheet', () => {
  const HEAD = [
    '序号',
    '资源名称',
    '镇街',
    '村（社区）',
    '类别',
    '面积（平方米）',
    '权属',
    '年租金（万元）',
    '状态',
    '备注',
  ]

  it('is checked cell by cell like the elders’ import; valid rows go in, the same file twice changes nothing', async () => {
    const file = await sheet([
      ['界石镇闲置资源台账'],
      HEAD,
      [1, ' 老厂房 ', '界石镇', '', '厂房', '1，200㎡', '国有', 3.5, '可以利用', '临街'],
      [2, '旧小学', '界石', '', '校舍', 640, '集体', '', '可以利用', ''],
      [3, '旧小学', '界石', '', '校舍', 640, '集体', '', '可以利用', ''],
      [4, '', '界石', '', '校舍', 640, '集体', '', '可以利用', ''],
      [5, '老医院', '无此镇', '', '城堡', '很大', '国有', '', '可以利用', ''],
      ['合计', '', '', '', '', 2480, '', '', '', ''],
    ])
    const first = await upload(file, 'in=500113')
    expect(first).toMatchObject({
      status: 200,
      body: { rows: 5, valid: 2, added: 2, changed: 0, unmappedColumns: ['备注'] },
    })
    expect(first.body.errors.map(({ row, column, code, class: of }) => [row, column, code, of])).toEqual([
      [5, null, 'duplicateInFile', 'block'],
      [6, 'B', 'required', 'block'],
      [7, 'E', 'choiceUnknown', 'confirm'],
      [7, 'F', 'numberInvalid', 'block'],
      [7, 'D', 'divisionUnknown', 'block'],
    ])
    const held = () => get<{ rows: Found[] }>('district', `${IDLE}?q=老厂房`)
    expect((await held()).rows).toEqual([])
    expect((await upload(file, 'in=500113&commit=true')).body).toMatchObject({ added: 2, changed: 0 })
    expect((await held()).rows.map((row) => [row.name, row.values.floorArea, row.values.rentFenYear])).toEqual([
      ['老厂房', 1200, 3_500_000],
    ])
    expect((await upload(file, 'in=500113&commit=true')).body).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
  })

  it('that was written is read again without a difference; what is no table is refused in one sentence', async () => {
    const out = await app.fetch(
      new Request(`http://127.0.0.1:8100${IDLE}/sheet`, { headers: { cookie: cookies.district! } }),
    )
    const again = await upload(Buffer.from(await out.arrayBuffer()), 'in=500113&commit=true')
    expect(again.body).toMatchObject({ errors: [], added: 0, changed: 0, unmappedColumns: [] })
    expect(again.body.rows).toBeGreaterThan(1)
    expect(
      (
        await upload(
          await sheet([
            ['姓名', '年龄'],
            ['甲', 80],
          ]),
          'in=500113',
        )
      ).body.code,
    ).toBe('SHEET_WITHOUT_HEAD')
    expect((await upload(Buffer.from('%PDF-1.4'), 'in=500113')).status).toBe(422)
    expect((await upload(Buffer.from('x'), `in=${JIESHI}`, 'idle-resource', 'district')).status).toBe(403)
  })
})

describe('open data', () => {
  it('shows what a list declares public, with a dictionary, and nothing else', async () => {
    await post('district', IDLE, idle({ name: '公开的校舍', values: { ...idle().values, owner: '不公开的权属单位' } }))
    const { body } = await app.call('GET', '/api/lists/open-data')
    const sets = body as { id: string; data: string; dictionary: string }[]
    expect(sets.map((set) => set.id)).toEqual(lists.filter((list) => list.public).map((list) => list.id))
    const data = (await app.call('GET', '/api/lists/open-data/idle-resource')).text
    expect(data).toContain('公开的校舍')
    expect(data).not.toMatch(/不公开|现场核实|demo-/)
    for (const set of sets) {
      const [head] = (await app.call('GET', set.data)).text.replace('\uFEFF', '').split('\r\n')
      const words = (await app.call('GET', set.dictionary)).text.replace('\uFEFF', '').split('\r\n').slice(1, -1)
      expect(words.map((line) => line.split(',')[0])).toEqual(head?.split(','))
    }
    expect((await app.call('GET', '/api/lists/open-data/smart-home-24h')).status).toBe(404)
  })
})

describe('the demonstration', () => {
  it('fills every list with examples that pass the list’s own checks', async () => {
    const tree = await currentTree(app.platform.db, app.platform.now().getTime())
    const asked = { district: '500113', today: app.platform.today(), by: 'demo-maker', tree }
    await asSystem(app.platform.db, (tx) => fillDemonstrationLists(tx, asked))
    const all = await get<{ id: string; entries: number }[]>('district', '/api/lists')
    for (const { id, entries } of all) {
      expect([id, entries >= 4]).toEqual([id, true])
      const list = lists.find((each) => each.id === id) as List
      const { rows } = await get<{ rows: (Found & { example: boolean })[] }>('district', `/api/lists/${id}`)
      for (const row of rows.filter((each) => each.example)) expect(readValues(list, row.values).ok).toBe(true)
    }
  })
})
