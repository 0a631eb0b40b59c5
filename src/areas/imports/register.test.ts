import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asSystem, inScope, newId } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { openWorkbook } from '../../platform/sheets/index.ts'
import { pageRows } from './batch-pages.ts'
import { commitBatch } from './commit-batch.ts'
import { compareBatch } from './compare.ts'
import { errorWorkbook, ROW_KEY_HEADING } from './error-workbook.ts'
import { listMissing } from './missing.ts'
import { findBatch, listBatches, listHints } from './queries.ts'
import { assignColumns, holdRow, repairAlike, repairRow } from './repair-batch.ts'
import { rollbackBatch } from './rollback-batch.ts'
import { ledgerHead, ledgerRow, type SamplePerson, samplePeople } from './testing/sample-ledger.ts'
import {
  type Cell,
  codes,
  commitFile,
  foreignWorkbook,
  keyring,
  stageFile,
  today,
  tools,
  tree,
} from './testing/staging.ts'

const JIESHI = '500113103'
const people = samplePeople(tree, JIESHI, today, 6, 23).map((one) => ({
  ...one,
  hardship: '低保',
  living: '独居',
  phone: '13800138000',
}))
const ledger = (list: SamplePerson[], change: (rows: Cell[][]) => void = () => {}): Uint8Array => {
  const rows: Cell[][] = [['界石镇老年人台账（2026年10月）'], [...ledgerHead], ...list.map(ledgerRow)]
  change(rows)
  return foreignWorkbook({ 台账: { rows } })
}
const by = { account: 'clerk', today }

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

const ask = async <T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> =>
  asSystem(database.db, async (tx) => (await statement.execute(tx)).rows)
const register = () =>
  ask(sql<Record<string, unknown>>`
    select e.name, e.village, e.version, (select jsonb_agg(jsonb_build_object('kind', f.kind, 'value', f.value, 'from', f.valid_from,
             'to', f.valid_to, 'source', f.source_kind) order by f.kind, f.valid_from)
             from elders.fact f where f.district = e.district and f.elder_id = e.id and f.superseded_at is null) as facts,
           (select count(*)::int from elders.phone h where h.district = e.district and h.elder_id = e.id) as phones
      from elders.elder e order by e.name, e.id`)
const factOf = (elder: string, kind: string, value: string[], source: string, from: string) =>
  ask(sql`insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
    values ('500113', ${elder}::uuid, ${newId()}::uuid, ${kind}, ${value}::text[], ${from}::date, ${source}, 'x')`)
const elderOf = async (person: SamplePerson): Promise<string> =>
  (
    await ask(
      sql<{
        elder_id: string
      }>`select elder_id::text from elders.identity where id_blind = ${keyring.blindIndex('id', person.id)}`,
    )
  )[0]!.elder_id
const commit = (id: string) => asSystem(database.db, (tx) => commitBatch(tx, id, 'clerk'))
const rollback = async (id: string) => {
  const result = await asSystem(database.db, (tx) => rollbackBatch(tx, id, 'clerk'))
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}

describe('提交', () => {
  it('第一次提交写入人员、电话、事实和来源；同一文件再提交一次什么都不变', async () => {
    const first = await commitFile(database.db, ledger(people), JIESHI)
    expect(first.counts).toMatchObject({ rows: 6, valid: 6, added: 6 })
    const before = await register()
    expect(before).toHaveLength(6)
    expect(before[0]).toMatchObject({ version: 1, phones: 1 })
    expect(before[0]!.facts).toContainEqual({
      kind: 'hardship',
      value: ['subsistence'],
      from: '2026-10-01',
      to: null,
      source: 'ledger',
    })
    const again = await commitFile(database.db, ledger(people), JIESHI)
    expect(again.counts).toMatchObject({ added: 0, changed: 0, unchanged: 6 })
    expect(await register()).toEqual(before)
    const audit = await ask(sql<{ n: number }>`select count(*)::int as n from audit.entry where action = 'elder.add'`)
    expect(audit[0]!.n).toBe(6)
  })

  it('下个月的台账：变了的按字段写入并保留历史，空白不抹掉已有的情况，缺席的人只列出', async () => {
    await commitFile(database.db, ledger(people), JIESHI)
    const next = ledger(people.slice(0, 5), (rows) => {
      rows[0]![0] = '界石镇老年人台账（2026年11月）'
      rows[2]![8] = '特困'
      rows[3]![8] = ''
      rows[4]![7] = '13900139000'
      rows[5]![6] = rows[5]![6] === '海棠村村民委员会' ? '新玉村村民委员会' : '海棠村村民委员会'
    })
    const { batch, counts } = await commitFile(database.db, next, JIESHI)
    expect(counts).toMatchObject({ added: 0, changed: 3, unchanged: 2 })
    const hardship = await ask(sql<Record<string, unknown>>`
      select value, valid_from as "from", valid_to as "to", source_ref = ${batch.id} as fresh from elders.fact
       where elder_id = ${await elderOf(people[0]!)}::uuid and kind = 'hardship' and superseded_at is null order by valid_from`)
    expect(hardship).toEqual([
      { value: ['subsistence'], from: '2026-10-01', to: '2026-11-01', fresh: false },
      { value: ['extreme'], from: '2026-11-01', to: null, fresh: true },
    ])
    const missing = await asSystem(database.db, (tx) => listMissing(tx, batch, [JIESHI]))
    expect(missing.map(({ id }) => id)).toEqual([await elderOf(people[5]!)])
  })

  it('部门核实过的和较新的情况不被台账覆盖', async () => {
    await commitFile(database.db, ledger(people), JIESHI)
    const elder = await elderOf(people[0]!)
    await ask(sql`update elders.fact set source_kind = 'list' where elder_id = ${elder}::uuid and kind = 'hardship'`)
    const second = await elderOf(people[1]!)
    await factOf(second, 'livingArrangement', ['institution'], 'clerk', '2026-12-01')
    const { counts, batch } = await commitFile(
      database.db,
      ledger(people, (rows) => {
        rows[2]![8] = '特困'
        rows[3]![9] = '空巢'
      }),
      JIESHI,
    )
    expect(counts).toMatchObject({ changed: 0, unchanged: 6 })
    const [row] = await asSystem(database.db, (tx) => pageRows(tx, keyring, batch, { after: 0, limit: 1 }))
    expect(row!.changes).toMatchObject([{ field: 'hardship', from: ['subsistence'], to: ['extreme'], kept: true }])
  })

  it('同一身份证号在台账里是别的姓名、别的镇或已离世的人：请经办人确认', async () => {
    await commitFile(database.db, ledger(people), JIESHI)
    await factOf(await elderOf(people[2]!), 'death', ['2026-09-18'], 'list', '2026-09-18')
    await ask(
      sql`update elders.elder set township = '500113111', village = null where id = ${await elderOf(people[1]!)}::uuid`,
    )
    const { findings, counts, batch } = await stageFile(
      database.db,
      ledger(people, (rows) => {
        rows[2]![1] = '改名字'
      }),
      JIESHI,
    )
    expect(codes(findings)).toEqual([3, 4, 5].map((row) => ({ row, code: 'duplicateInRegister' })))
    expect(counts.valid).toBe(3)
    const accepted = (row: number) =>
      asSystem(database.db, (tx) =>
        repairRow(tx, tools, by, { batch: batch.id, row, cells: {}, accept: ['duplicateInRegister'] }),
      )
    await accepted(3)
    await accepted(5)
    const after = await asSystem(database.db, (tx) =>
      pageRows(tx, keyring, batch, { class: 'confirm', after: 0, limit: 9 }),
    )
    // 确认改名可以；已离世的不能只靠确认。
    expect(after.map(({ row }) => row)).toEqual([4, 5])
  })

  it('没有身份证号的人按姓名、出生日期和住址认，再导入一次不会变成两个人', async () => {
    const without = ledger(people, (rows) => {
      rows[2]![3] = ''
      rows[3]![3] = '无'
    })
    expect((await commitFile(database.db, without, JIESHI)).counts.added).toBe(6)
    expect((await commitFile(database.db, without, JIESHI)).counts).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 6,
    })
  })

  it('两个人同时提交同一份文件，每位老人只有一份档案', async () => {
    const batches = await Promise.all([1, 2, 3].map(() => stageFile(database.db, ledger(people), JIESHI)))
    const results = await Promise.all(batches.map(({ batch }) => commit(batch.id)))
    expect(results.map((result) => result.ok && result.value.counts.added).sort()).toEqual([0, 0, 6])
    expect(await register()).toHaveLength(6)
  })
})

describe('修改', () => {
  const wrong = ledger(people, (rows) => {
    rows[2]![8] = '五类户'
    rows[3]![8] = '五类户'
    rows[4]![6] = '海堂村'
    rows[5]![3] = '12345'
  })

  it('一处修改带动同类几处，并记住这个词；余下的留作草稿', async () => {
    const { batch, findings } = await stageFile(database.db, wrong, JIESHI)
    expect(codes(findings).map(({ code }) => code)).toEqual([
      'hardshipUnknown',
      'hardshipUnknown',
      'divisionUnknown',
      'idChecksum',
    ])
    const fixed = await asSystem(database.db, (tx) =>
      repairAlike(tx, tools, by, {
        batch: batch.id,
        version: 1,
        code: 'hardshipUnknown',
        same: '五类户',
        tags: ['extreme'],
      }),
    )
    expect(fixed.ok && fixed.value.rows).toBe(2)
    const stale = await asSystem(database.db, (tx) =>
      repairRow(tx, tools, by, { batch: batch.id, version: 1, row: 5, cells: {}, accept: [] }),
    )
    expect(stale.ok || stale.refusal.code).toBe('changedMeanwhile')
    await asSystem(database.db, (tx) =>
      repairRow(tx, tools, by, { batch: batch.id, version: 2, row: 5, cells: { 6: '海棠村' }, accept: [] }),
    )

    const committed = await commit(batch.id)
    if (!committed.ok) throw new Error(committed.refusal.code)
    expect(committed.value.counts).toMatchObject({ rows: 6, valid: 5, added: 5 })
    const rest = await asSystem(database.db, (tx) => findBatch(tx, committed.value.restBatch!))
    expect(rest).toMatchObject({ state: 'draft', restOf: batch.id })
    // 记住的词下次直接认得。
    expect(codes((await stageFile(database.db, wrong, JIESHI)).findings).map(({ code }) => code)).toEqual([
      'divisionUnknown',
      'idChecksum',
    ])
  })

  it('配列改过以后整批重查，经办人改过的格子还在', async () => {
    const odd = ledger(people, (rows) => {
      rows[1]![8] = '帮困栏'
      rows[2]![6] = '海堂村'
    })
    const { batch } = await stageFile(database.db, odd, JIESHI)
    await asSystem(database.db, (tx) =>
      repairRow(tx, tools, by, { batch: batch.id, row: 3, cells: { 6: '海棠村' }, accept: [] }),
    )
    const meaning = { kind: 'field' as const, field: 'hardship' as const }
    const assigned = await asSystem(database.db, (tx) =>
      assignColumns(tx, tools, by, { batch: batch.id, columns: [{ index: 8, meaning }], remember: true }),
    )
    expect(assigned.ok && assigned.value.rows).toBe(6)
    const [first] = await asSystem(database.db, (tx) => pageRows(tx, keyring, batch, { after: 0, limit: 1 }))
    expect(first).toMatchObject({
      class: 'clean',
      cells: expect.arrayContaining([{ column: 6, text: '海棠村', fixed: true }]),
    })
    // 同一乡镇下一份文件不用再配。
    const next = await stageFile(database.db, odd, JIESHI)
    expect(next.batch.head.columns.find(({ index }) => index === 8)?.meaning).toEqual(meaning)
  })

  it('错误工作簿版式不变，多一列问题说明；公式不会被执行，改好后可以再上传', async () => {
    const { batch } = await stageFile(
      database.db,
      ledger(people, (rows) => {
        rows[2]![1] = '=HYPERLINK("http://x","王")'
        rows[2]![3] = '12345'
      }),
      JIESHI,
    )
    const bytes = await asSystem(database.db, (tx) => errorWorkbook(tx, keyring, batch))
    const workbook = await openWorkbook(bytes)
    const rows = await Array.fromAsync(workbook.rows(0))
    expect(rows).toHaveLength(2)
    expect(rows[0]!.cells.map((cell) => cell?.text)).toEqual([...ledgerHead, '问题说明', ROW_KEY_HEADING])
    expect(rows[1]!.cells[1]).toMatchObject({ kind: 'text', text: '\'=HYPERLINK("http://x","王")' })
    expect(rows[1]!.cells.at(-2)?.text).toContain('18 位')
    await workbook.close()
    expect(codes((await stageFile(database.db, bytes, JIESHI)).findings).map(({ code }) => code)).toEqual([
      'idChecksum',
    ])
  })
})

describe('回退', () => {
  it('回退一批新增：人员不再在台账里；回退一批变更：恢复原样', async () => {
    const added = await commitFile(database.db, ledger(people.slice(0, 3)), JIESHI)
    const before = await register()
    const changed = await commitFile(
      database.db,
      ledger(people.slice(0, 3), (rows) => {
        rows[2]![8] = '特困'
        rows[3]![7] = '13900139000'
      }),
      JIESHI,
    )
    expect(changed.counts.changed).toBe(2)
    expect(await rollback(changed.batch.id)).toMatchObject({ removed: 0, restored: 2, spared: [] })
    expect(await register()).toEqual(before)
    // 变更过又复原的档案记录晚于第一批，第一批回退时不动它们。
    const result = await rollback(added.batch.id)
    expect(result.removed + result.spared.length).toBe(3)
    expect(result.removed).toBeGreaterThanOrEqual(1)
  })

  it('之后改过的档案不动，并列出来；超过 7 天不能回退', async () => {
    const { batch } = await commitFile(database.db, ledger(people.slice(0, 3)), JIESHI)
    const elder = await elderOf(people[0]!)
    await ask(sql`update elders.elder set address = '新址', version = version + 1 where id = ${elder}::uuid`)
    const result = await rollback(batch.id)
    expect(result).toMatchObject({ removed: 2, spared: [{ row: 3, elder }] })
    const old = await commitFile(database.db, ledger(people.slice(3)), JIESHI)
    await ask(sql`update imports.batch set committed_at = now() - interval '8 days' where id = ${old.batch.id}::uuid`)
    const late = await asSystem(database.db, (tx) => rollbackBatch(tx, old.batch.id, 'clerk'))
    expect(late.ok || late.refusal.code).toBe('rollbackOver')
  })
})

describe('部门名单', () => {
  it('公安死亡名单：相符的记为离世，姓名不同的待核，名单外的不动', async () => {
    await commitFile(database.db, ledger(people), JIESHI)
    const stranger = samplePeople(tree, JIESHI, today, 1, 99)[0]!
    const rows = [
      ['姓名', '身份证号码', '死亡日期'],
      [people[0]!.name, people[0]!.id, '2026-09-18'],
      ['另一人', people[1]!.id, '2026.9.20'],
      [stranger.name, stranger.id, '20260921'],
      [people[2]!.name, people[2]!.id, '2062-01-01'],
    ]
    const { batch, counts, findings } = await stageFile(
      database.db,
      foreignWorkbook({ 死亡: { rows } }),
      '500113',
      'deaths',
    )
    expect(counts).toMatchObject({ rows: 4, changed: 1, differing: 1, unknown: 1 })
    expect(codes(findings)).toEqual([{ row: 5, code: 'dateInvalid' }])
    const result = await commit(batch.id)
    expect(result.ok).toBe(true)
    const facts = await ask(sql<
      Record<string, unknown>
    >`select elder_id::text as elder, value, valid_from as day, source_kind as source,
      source_ref = ${batch.id} as own from elders.fact where kind = 'death'`)
    expect(facts).toEqual([
      { elder: await elderOf(people[0]!), value: ['2026-09-18'], day: '2026-09-18', source: 'list', own: true },
    ])
  })

  it('残联和救助名单带着起止日期写入，并胜过台账的说法', async () => {
    await commitFile(database.db, ledger(people), JIESHI)
    const disability = [
      ['姓名', '身份证号', '残疾类别', '残疾等级', '发证日期'],
      [people[0]!.name, people[0]!.id, '肢体', '二级', '2024-05-06'],
    ]
    await commitFile(database.db, foreignWorkbook({ 名单: { rows: disability } }), '500113', 'disability')
    const hardship = [
      ['姓名', '身份证号', '救助类别', '认定日期'],
      [people[0]!.name, people[0]!.id, '特困', '2026-11-01'],
      [people[1]!.name, people[1]!.id, '低保', '2026-11-01'],
    ]
    const { counts, batch } = await commitFile(
      database.db,
      foreignWorkbook({ 名单: { rows: hardship } }),
      '500113',
      'hardship',
    )
    expect(counts).toMatchObject({ changed: 1, unchanged: 1 })
    const facts = await ask(sql<Record<string, unknown>>`
      select kind, value, valid_from as "from", source_kind as source from elders.fact
       where elder_id = ${await elderOf(people[0]!)}::uuid and kind in ('hardship', 'disability') and superseded_at is null
       order by kind, valid_from`)
    expect(facts).toEqual([
      { kind: 'disability', value: ['physical', '2'], from: '2024-05-06', source: 'list' },
      { kind: 'hardship', value: ['subsistence'], from: '2026-10-01', source: 'ledger' },
      { kind: 'hardship', value: ['extreme'], from: '2026-11-01', source: 'list' },
    ])
    const missing = await asSystem(database.db, (tx) => listMissing(tx, batch, tree.townshipsOf('500113', today)))
    expect(missing).toHaveLength(4)
  })
})

describe('两份名单对不上', () => {
  const listOf = (heading: string[], ...rows: string[][]) => foreignWorkbook({ 名单: { rows: [heading, ...rows] } })
  const cremated = (person: SamplePerson, day: string) =>
    listOf(['姓名', '身份证号', '火化日期'], [person.name, person.id, day])
  const died = (person: SamplePerson, day: string) =>
    listOf(['姓名', '身份证号', '死亡日期'], [person.name, person.id, day])
  const deathOf = async (person: SamplePerson) =>
    (
      await ask(sql<{ value: string[] }>`
        select value from elders.fact where elder_id = ${await elderOf(person)}::uuid and kind = 'death' and superseded_at is null`)
    ).map(({ value }) => value[0])

  it('火化早于死亡：谁也不覆盖谁，标明矛盾，提交后仍留在草稿里', async () => {
    await commitFile(database.db, ledger(people), JIESHI)
    await commitFile(database.db, cremated(people[0]!, '2026-11-03'), '500113', 'cremations')
    const { batch, counts } = await stageFile(database.db, died(people[0]!, '2026-11-05'), '500113', 'deaths')
    expect(counts).toMatchObject({ changed: 0, conflict: 1 })
    const [row] = await asSystem(database.db, (tx) =>
      pageRows(tx, keyring, batch, { view: 'conflict', after: 0, limit: 5 }),
    )
    expect(row!.changes).toMatchObject([
      { field: 'death', from: ['2026-11-03'], to: ['2026-11-05'], basis: 'cremations', conflict: true, kept: true },
    ])
    const result = await commit(batch.id)
    expect(result.ok && result.value.restBatch).toMatch(/-/)
    expect(await deathOf(people[0]!)).toEqual(['2026-11-03'])
  })

  it('先火化名单、后死亡名单，日期说得通：以公安为准；只在一份名单里的人列出来', async () => {
    await commitFile(database.db, ledger(people), JIESHI)
    await commitFile(database.db, cremated(people[0]!, '2026-11-05'), '500113', 'cremations')
    await commitFile(database.db, cremated(people[1]!, '2026-11-06'), '500113', 'cremations')
    const { batch, counts } = await commitFile(database.db, died(people[0]!, '2026-11-03'), '500113', 'deaths')
    expect(counts).toMatchObject({ changed: 1, conflict: 0 })
    expect(await deathOf(people[0]!)).toEqual(['2026-11-03'])
    const missing = await asSystem(database.db, (tx) => listMissing(tx, batch, tree.townshipsOf('500113', today)))
    expect(missing.map(({ id }) => id)).toEqual([await elderOf(people[1]!)])
  })
})

it('暂不采用的行不写入，留在草稿里，改为采用后可以提交', async () => {
  const { batch } = await stageFile(database.db, ledger(people), JIESHI)
  const hold = (id: string, version: number, held: boolean) =>
    asSystem(database.db, (tx) => holdRow(tx, by, { batch: id, row: 4, version, held }))
  expect((await hold(batch.id, 1, true)).ok).toBe(true)
  const first = await commit(batch.id)
  if (!first.ok) throw new Error(first.refusal.code)
  expect(first.value.counts).toMatchObject({ valid: 5, added: 5, held: 1 })
  expect((await hold(first.value.restBatch!, 1, false)).ok).toBe(true)
  const second = await commit(first.value.restBatch!)
  expect(second.ok && second.value.counts).toMatchObject({ valid: 1, added: 1, held: 0 })
  expect(second.ok && second.value.restBatch).toBeNull()
})

it('提示：一个电话登记在许多老人名下、计生特殊家庭只写“是”；都不拦住提交', async () => {
  const [first, ...others] = people
  const { batch, counts, findings } = await stageFile(
    database.db,
    ledger([{ ...first!, phone: '13900139000' }, ...others], (rows) => {
      for (const [at, row] of rows.entries())
        row.push(at === 1 ? '计划生育特殊家庭' : at === 2 ? '是' : at === 3 ? '失独' : '')
    }),
    JIESHI,
  )
  expect(findings).toEqual([])
  expect(counts.valid).toBe(6)
  const hints = await asSystem(database.db, (tx) => listHints(tx, batch))
  const shared = hints.filter(({ code }) => code === 'phoneShared')
  expect(shared.map(({ row }) => row)).toEqual([4, 5, 6, 7, 8])
  expect(shared[0]?.message).toContain('5 位老人')
  expect(hints.filter(({ code }) => code === 'specialFamilyKindMissing').map(({ row }) => row)).toEqual([3])
  // 第二次比对不会重复提示；台账里已有的同一批人也不算两次。
  await commit(batch.id)
  const again = await stageFile(database.db, ledger(people), JIESHI)
  const later = await asSystem(database.db, (tx) => listHints(tx, again.batch))
  expect(later.filter(({ code }) => code === 'phoneShared').map(({ message }) => message)).toEqual(
    Array(6).fill('这个电话登记在 6 位老人名下，可能是村干部的号码，请核对。'),
  )
})

it('只比对改过的行，与整批比对的结果一样', async () => {
  const doubled = ledger([...people, people[0]!, people[1]!])
  const state = async (id: string) =>
    ask(sql<Record<string, unknown>>`
      select r.row_no, r.class, r.outcome, r.changes,
             (select array_agg(f.code || f.message order by f.ordinal) from imports.finding f
               where f.batch_id = r.batch_id and f.row_no = r.row_no) as findings
        from imports.staged_row r where r.batch_id = ${id}::uuid order by r.row_no`)
  const { batch } = await stageFile(database.db, doubled, JIESHI)
  // 第 9 行改成第 5 行的号码，第 3 行改成没有人用的号码（出生日期因此对不上）：原来重复的、新重复的都要重看。
  const fresh = samplePeople(tree, JIESHI, today, 1, 77)[0]!
  for (const [row, id] of [
    [9, people[2]!.id],
    [3, fresh.id],
    [10, ''],
  ] as const)
    await asSystem(database.db, (tx) =>
      repairRow(tx, tools, by, { batch: batch.id, row, cells: { 3: id }, accept: [] }),
    )
  const piecewise = await state(batch.id)
  await asSystem(database.db, async (tx) => compareBatch(tx, (await findBatch(tx, batch.id))!))
  expect(await state(batch.id)).toEqual(piecewise)
  expect(piecewise.filter(({ findings }) => findings !== null).map(({ row_no }) => row_no)).toEqual([3, 9])
})

it('别的镇看不到这一批，数据库自己就拦住', async () => {
  const { batch } = await stageFile(database.db, ledger(people), JIESHI)
  const scope = (townships: string[]) => ({ account: 'x', districts: [], townships, villages: [] })
  const see = (townships: string[]) =>
    inScope(database.db, scope(townships), async (tx) => [
      (await listBatches(tx, {})).length,
      (await pageRows(tx, keyring, batch, { after: 0, limit: 9 })).length,
    ])
  expect(await see(['500113111'])).toEqual([0, 0])
  expect(await see([JIESHI])).toEqual([1, 6])
})
