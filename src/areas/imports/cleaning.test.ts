import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { cleanIdNumber, cleanName } from '../../platform/sheets/clean-text.ts'
import type { RawCell } from '../../platform/sheets/index.ts'
import { checkCharacter } from '../elders/index.ts'
import { readIdNumber } from './id-number.ts'
import { readDateCell } from './read-date-cell.ts'
import { readIdCell } from './read-id-cell.ts'
import { readPhoneCell } from './read-phone-cell.ts'
import { recogniseHeading } from './recognise-heading.ts'
import { syntheticId } from './testing/sample-ledger.ts'
import { readTags } from './value-words.ts'

const text = (value: string): RawCell => ({ kind: 'text', text: value })
const number = (value: string): RawCell => ({ kind: 'number', text: value, number: Number(value) })
const bounds = { earliest: day('1895-01-01'), latest: day('2026-11-22'), date1904: false }
const birth = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('身份证号', () => {
  it.each(['11010519491231002X', '440524188001010014', '500000194001010013', '500000194001010021'])('%s 有效', (id) => {
    expect(readIdNumber(id).ok).toBe(true)
  })
  it.each([
    ['110105194912310021', 'checkDigit'],
    ['11010519490231002X', 'date'],
    ['11010519491231002X0', 'shape'],
    ['000000194912310025', 'area'],
    ['110105491231002', 'fifteen'],
    ['1101051949123100', 'length'],
  ])('%s：%s', (id, problem) => {
    expect(readIdNumber(id)).toEqual({ ok: false, problem })
  })

  it('改动任何一位数字，校验都能发现', () => {
    fc.assert(
      fc.property(birth, fc.nat(999), fc.nat(16), fc.integer({ min: 1, max: 9 }), (born, sequence, place, by) => {
        const id = syntheticId(born, sequence)
        const wrong = id.slice(0, place) + ((Number(id[place]) + by) % 10) + id.slice(place + 1)
        expect(readIdNumber(id).ok).toBe(true)
        expect(readIdNumber(wrong).ok).toBe(false)
        expect(checkCharacter(id)).toBe(id[17])
      }),
      { numRuns: 500 },
    )
  })

  it('表格软件只留 15 位：更长的数字单元格一定是坏的，哪怕看不出来', () => {
    fc.assert(
      fc.property(birth, fc.nat(999), (born, sequence) => {
        const id = syntheticId(born, sequence).replace('X', '0')
        expect(readIdCell(number(id)).kind).toBe('damaged')
        expect(readIdCell(number(Number(id).toExponential(5).toUpperCase())).kind).toBe('damaged')
        expect(readIdCell(text(Number(id).toExponential(5).toUpperCase())).kind).toBe('damaged')
      }),
    )
    expect(readIdCell(text('512226194202106000'))).toMatchObject({ kind: 'damaged' })
    expect(readIdCell(number('110105491231002'))).toMatchObject({ kind: 'invalid' })
  })

  it('引号、空格、全角、小写 x 怎么加都能清洗回来，再清洗一次不变', () => {
    const noise = fc.constantFrom('', ' ', '　', '\u00a0', "'", '"', '“', '\u200b', '\ufeff')
    fc.assert(
      fc.property(
        birth,
        fc.nat(999),
        fc.array(noise, { minLength: 19, maxLength: 19 }),
        fc.boolean(),
        (born, sequence, noises, wide) => {
          const id = syntheticId(born, sequence)
          const written = [...id].map((character) =>
            wide ? String.fromCharCode(character.charCodeAt(0) + 0xfee0) : character.toLowerCase(),
          )
          const dirty = noises.map((extra, at) => extra + (written[at] ?? '')).join('')
          const once = cleanIdNumber(dirty).text
          expect(once).toBe(id)
          expect(cleanIdNumber(once)).toEqual({ text: once, changes: [] })
        },
      ),
    )
  })
})

describe('姓名', () => {
  it.each([
    ['王  兰', '王兰'],
    ['　李英 ', '李英'],
    ['阿依古丽・买买提', '阿依古丽·买买提'],
    ['阿依古丽．买买提', '阿依古丽·买买提'],
    ["'张三", '张三'],
    ['John  Smith', 'John Smith'],
    ['𠮷田', '𠮷田'],
  ])('%s → %s', (dirty, clean) => {
    expect(cleanName(dirty).text).toBe(clean)
  })
  it('清洗两次和清洗一次一样', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'王兰李英·・． 　"“\'aB？□𠮷') }), (dirty) => {
        const once = cleanName(dirty).text
        expect(cleanName(once).text).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('日期', () => {
  it.each([
    ['1961.9.21', '1961-09-21'],
    ['1961-09-21', '1961-09-21'],
    ['1961/9/21', '1961-09-21'],
    ['19610921', '1961-09-21'],
    ['1961年9月21日', '1961-09-21'],
    ['１９６１．９．２１', '1961-09-21'],
    ['一九六一年九月二十一日', '1961-09-21'],
    ['1961-09-21 00:00:00', '1961-09-21'],
    ['22545', '1961-09-21'],
  ])('%s → %s', (written, expected) => {
    expect(readDateCell(text(written), bounds)).toMatchObject({ kind: 'day', day: expected })
  })
  it.each([
    '1940.2.30',
    '82岁',
    '82',
    '1961年9月',
    '1961',
    '196109',
    '2062-01-01',
    '1800-01-01',
    '9.21.61',
    '不记得',
    '农历三月',
  ])('%s 不是日期，会说明怎么写', (written) => {
    expect(readDateCell(text(written), bounds).kind).toBe('invalid')
  })
  it('任何一天，四种写法读出来都一样；序列号也一样', () => {
    fc.assert(
      fc.property(birth, (born) => {
        const [year, month, date] = born.split('-').map(Number)
        const serial = Math.round((Date.parse(born) - Date.UTC(1899, 11, 30)) / 86_400_000)
        const written = [born, `${year}.${month}.${date}`, `${year}年${month}月${date}日`, born.replaceAll('-', '')]
        for (const one of serial >= 10_000 ? [...written, String(serial)] : written) {
          expect(readDateCell(text(one), bounds)).toMatchObject({ kind: 'day', day: born })
        }
      }),
    )
  })
})

describe('电话', () => {
  it.each([
    ['138-0013-8000', ['13800138000']],
    ['+86 13800138000', ['13800138000']],
    ['023-66228899', ['02366228899']],
    ['66228899', ['66228899']],
    ['13800138000/13900139000', ['13800138000', '13900139000']],
  ])('%s', (written, phones) => {
    expect(readPhoneCell(text(written))).toMatchObject({ kind: 'phones', phones })
  })
  it.each(['1380013', '23800138000', '138001380001', '1.38E+10', '请打给儿子'])('%s 位数不对', (written) => {
    expect(readPhoneCell(text(written)).kind).toBe('invalid')
  })
  it.each(['', '无', '/', '—', '否'])('“%s”是没有电话', (written) => {
    expect(readPhoneCell(text(written)).kind).toBe('none')
  })
})

describe('困难类型和居住状况', () => {
  it.each([
    ['五保', ['extreme']],
    ['农村低保', ['subsistence']],
    ['低保（城市）', ['subsistence']],
    ['低保边缘户', ['subsistenceMargin']],
    ['特困、低收入', ['extreme', 'lowIncome']],
    ['建档立卡贫困户', ['registeredPoor']],
    ['边缘易致贫户', ['proneToPoverty']],
    ['无', []],
    ['一般户', []],
  ])('%s', (word, tags) => {
    expect(readTags(word, 'hardship', new Map())).toMatchObject({ hardship: tags, unknown: [] })
  })
  it.each([
    ['空巢/独居', ['emptyNest', 'alone']],
    ['与子女同住', ['withFamily']],
    ['孤寡老人', ['kinless']],
    ['否', []],
  ])('%s', (word, tags) => {
    expect(readTags(word, 'livingArrangement', new Map())).toMatchObject({ living: tags, unknown: [] })
  })
  it.each(['困难户(?)', '边缘户', '低保？', '是'])('%s 说不清，不猜', (word) => {
    expect(readTags(word, 'hardship', new Map()).unknown).toHaveLength(1)
  })
})

describe('表头', () => {
  it.each([
    ['公民身份号码', '', 'idNumber'],
    ['身份证号', '监护人', undefined],
    ['姓 名', '基本信息', 'name'],
    ['姓名', '紧急联系人', 'contactName'],
    ['家属电话', '', 'contactPhone'],
    ['所在村（社区）', '', 'village'],
    ['乡镇（街道）', '', 'township'],
    ['乡镇（街道）村（社区）', '', 'village'],
    ['户籍所在地', '', 'household'],
    ['困难类型（低保/特困）', '', 'hardship'],
    ['空巢/独居/留守', '', 'livingArrangement'],
    ['出生年月日', '', 'birthDate'],
    ['残疾证号', '', undefined],
    ['银行卡号', '', undefined],
    ['填表人', '', undefined],
  ])('%s（%s）', (heading, group, field) => {
    const meaning = recogniseHeading(heading, group)
    expect(meaning.kind === 'field' ? meaning.field : undefined).toBe(field)
  })
})
