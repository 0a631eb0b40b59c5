import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { listHints } from './queries.ts'
import { ledgerHead, ledgerRow, samplePeople, syntheticId } from './testing/sample-ledger.ts'
import { bytesOf, codes, foreignWorkbook, stageFile, today, tree } from './testing/staging.ts'

const JIESHI = '500113103'
const fixture = (name: string): string => new URL(`./fixtures/${name}`, import.meta.url).pathname
const people = samplePeople(tree, JIESHI, today, 12, 11)
const person = (index: number) => people[index]!

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const stage = (source: string | Uint8Array, division = JIESHI) => stageFile(database.db, source, division)

describe('两份样例台账', () => {
  it.each(['ledger-a', 'ledger-b'])('%s：恰好查出预期的问题，多一处少一处都不行', async (name) => {
    const expected = JSON.parse(readFileSync(fixture(`${name}.expected.json`), 'utf8'))
    const { counts, findings } = await stage(fixture(`${name}.xlsx`), expected.division)
    expect({ rows: counts.rows, valid: counts.valid, errors: codes(findings) }).toEqual({
      rows: expected.rows,
      valid: expected.valid,
      errors: expected.errors,
    })
  })

  it('在整个区导入时，各镇的村都认得', async () => {
    const { findings, counts } = await stage(fixture('ledger-b.xlsx'), '500113')
    expect(counts.valid).toBe(76)
    expect(codes(findings).filter(({ code }) => code === 'divisionUnknown')).toEqual([
      { row: 49, code: 'divisionUnknown' },
    ])
  })
})

describe('别的乡镇、别的习惯', () => {
  it('GB18030 的 csv：没有合并单元格，身份证号变成科学计数法的认得出来', async () => {
    const lines = [ledgerHead, ...people.slice(0, 3).map(ledgerRow)].map((row) => row.map((cell) => cell ?? ''))
    lines[2]![3] = '5.00000E+17'
    const { counts, findings } = await stage(gb18030(lines.map((line) => line.join(',')).join('\r\n')))
    expect(counts).toMatchObject({ rows: 3, valid: 2 })
    expect(codes(findings)).toEqual([{ row: 3, code: 'idDamagedBySpreadsheet' }])
  })

  it('xls：身份证号是数字单元格的，后几位已经丢失', async () => {
    const rows = [ledgerHead, ...people.slice(0, 3).map((one, index) => ledgerRow(one, index))]
    rows[3]![3] = Number(person(2).id.replace('X', '0'))
    const { counts, findings } = await stage(foreignWorkbook({ 台账: { rows } }, { format: 'biff8' }))
    expect(counts).toMatchObject({ rows: 3, valid: 2 })
    expect(codes(findings)).toEqual([{ row: 4, code: 'idDamagedBySpreadsheet' }])
  })

  it('两行表头、村名纵向合并、同上、小计在中间：合并和同上按上一行填，小计不是行', async () => {
    const rows = [
      ['某镇老年人花名册', null, null, null, null, null],
      ['基本信息', null, null, '住在哪里', '联系方式', '救助类别'],
      ['姓 名', '公民身份号码', '性别（男/女）', '村（居）', '本人电话', null],
      [person(0).name, person(0).id, person(0).sex, '海棠村', '138-0013-8000', '五保'],
      [person(1).name, person(1).id, person(1).sex, null, null, '低保、低收入'],
      ['小计', null, null, null, null, 2],
      [person(2).name, person(2).id, person(2).sex, '桂花村村委会', null, null],
      [person(3).name, person(3).id, person(3).sex, '同上', null, '否'],
      ['合 计：4人', null, null, null, null, null],
      ['填表人：某某', null, null, '审核人：某某', null, null],
    ]
    const merges = ['A1:F1', 'A2:C2', 'D2:D2', 'F2:F3', 'D4:D5']
    const { counts, findings, batch } = await stage(foreignWorkbook({ 台账: { rows } }, { merges }))
    expect(codes(findings)).toEqual([])
    expect(counts).toMatchObject({ rows: 4, valid: 4 })
    const hints = await asSystem(database.db, (tx) => listHints(tx, batch))
    expect(hints.filter(({ code }) => code === 'filledDown').map(({ row }) => row)).toEqual([5, 8])
  })

  it('一类一列打勾：特困、低保、独居各是一列', async () => {
    const rows = [
      ['姓名', '身份证号', '所属社区', '是否特困', '低保户', '独居', '是否空巢'],
      [person(0).name, person(0).id, '和平社区', '√', '', '是', '否'],
      [person(1).name, person(1).id, '和平社区居委会', '否', '低保', '', ''],
      [person(2).name, person(2).id, '和平社区', '不清楚', '', '', ''],
    ]
    const { findings, counts } = await stage(foreignWorkbook({ 台账: { rows } }))
    expect(codes(findings)).toEqual([{ row: 4, code: 'hardshipUnknown' }])
    expect(counts.valid).toBe(2)
  })

  it('1904 日期系统、日期单元格、隐藏的字典页、前面有说明页：读对那一页', async () => {
    const born = new Date(`${person(0).birth}T00:00:00Z`)
    const rows = [
      ['姓名', '身份证号', '出生年月', '居住村'],
      [person(0).name, person(0).id, born, person(0).village],
      [person(1).name, person(1).id, `${person(1).birth.replaceAll('-', '')}`, person(1).village],
    ]
    const workbook = foreignWorkbook(
      {
        填表说明: { rows: [['请如实填写'], ['身份证号为文本']] },
        字典: { rows: [['姓名', '身份证号']], hidden: true },
        台账: { rows },
      },
      { date1904: true },
    )
    const { batch, findings, counts } = await stage(workbook)
    expect(batch.sheet).toBe('台账')
    expect(codes(findings)).toEqual([])
    expect(counts.valid).toBe(2)
  })

  it('引号、空格、全角、小写 x、带间隔号的姓名：清洗后只有提示', async () => {
    const withX = xPerson()
    const rows = [
      ['老人姓名', '身份证号码', '村社区', '联系电话'],
      [' 王  兰 ', `'${person(0).id}`, ' 海棠村 ', '０２３-６６２２ ８８９９'],
      ['阿依古丽・买买提', withX.replace('X', 'x'), '海棠村', '+86 138 0013 8000'],
      ['李　英', `“${wide(person(2).id)}”`, '海棠村', '13800138000/023-66228899'],
    ]
    const { findings, counts, batch } = await stage(foreignWorkbook({ 台账: { rows } }))
    expect(codes(findings)).toEqual([])
    expect(counts).toMatchObject({ rows: 3, valid: 3, hint: 3 })
    const hints = await asSystem(database.db, (tx) => listHints(tx, batch))
    expect(hints.filter(({ field }) => field === '身份证号').map(({ row }) => row)).toEqual([2, 3, 4])
  })

  it('重名的村说不清是哪一个就问，写上镇名就认得', async () => {
    const rows = [
      ['姓名', '身份证号', '乡镇', '村'],
      [person(0).name, person(0).id, '', '双龙村'],
      [person(1).name, person(1).id, '界石镇', '海棠村'],
      [person(2).name, person(2).id, '界石', '桂花'],
      [person(3).name, person(3).id, '不存在镇', '海棠村'],
      [person(4).name, person(4).id, '界石镇', '海棠村三组'],
      [person(5).name, person(5).id, '', ''],
    ]
    const { findings } = await stage(foreignWorkbook({ 台账: { rows } }), '500113')
    expect(codes(findings).filter(({ row }) => row >= 3)).toEqual([
      { row: 4, code: 'divisionUnknown' },
      { row: 5, code: 'divisionUnknown' },
      { row: 7, code: 'required' },
    ])
    expect(findings.find(({ row }) => row === 4)?.message).toContain('桂花社区')
  })

  it('一行可以有几处问题；重复的身份证号只记在后一行', async () => {
    const rows = [
      ['姓名', '身份证号', '性别', '出生日期', '村', '电话', '困难类型', '居住状况'],
      ['', person(0).id, person(0).sex, '82岁', '没有这个村', '123', '有点难', '漂泊'],
      [person(1).name, person(1).id, person(1).sex === '男' ? '女' : '男', '1940.2.30', '海棠村', '', '', ''],
      [person(1).name, person(1).id, person(1).sex, '', '海棠村', '', '', ''],
      [person(2).name, '110105491231002', '', '', '海棠村', '', '', ''],
    ]
    const { findings } = await stage(foreignWorkbook({ 台账: { rows } }))
    expect(codes(findings)).toEqual([
      { row: 2, code: 'required' },
      { row: 2, code: 'dateInvalid' },
      { row: 2, code: 'divisionUnknown' },
      { row: 2, code: 'phoneInvalid' },
      { row: 2, code: 'hardshipUnknown' },
      { row: 2, code: 'livingArrangementUnknown' },
      { row: 3, code: 'dateInvalid' },
      { row: 3, code: 'sexMismatch' },
      { row: 4, code: 'duplicateInFile' },
      { row: 5, code: 'idChecksum' },
    ])
    expect(findings.find(({ code }) => code === 'idChecksum')?.message).toContain('15 位')
  })

  it('自己写出的表格读得回来：公式被中和，身份证号仍是文本', async () => {
    const bytes = await bytesOf([{ name: '台账', rows: [ledgerHead, ...people.map(ledgerRow)] }])
    const { findings, counts } = await stage(bytes)
    expect(codes(findings)).toEqual([])
    expect(counts).toMatchObject({ rows: 12, valid: 12, added: 12 })
  })
})

const wide = (text: string): string =>
  [...text].map((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).join('')

function xPerson(): string {
  for (let sequence = 0; ; sequence++) {
    const id = syntheticId('1941-05-06', sequence)
    if (id.endsWith('X')) return id
  }
}

/** GB18030 bytes of a text, by asking the decoder for every two-byte character: Node can read the encoding but not write it. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const bytesOfCharacter = new Map<string, [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail !== 0x7f) bytesOfCharacter.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail])
    }
  }
  return new Uint8Array(
    [...text].flatMap((character) => {
      const code = character.charCodeAt(0)
      return code < 0x80 ? [code] : (bytesOfCharacter.get(character) ?? [0x3f])
    }),
  )
}
