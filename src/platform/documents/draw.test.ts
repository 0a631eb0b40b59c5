import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../log/log.ts'
import { type Drawing, definitionOf } from './draw.ts'
import { type Covers, coverOf, spellOut } from './glyph-cover.ts'
import type { DecisionData, NoticeData } from './paper-data.ts'
import { openPaperDesk, type PaperDesk } from './paper-desk.ts'

const { resolve } = createRequire(import.meta.url)
const stamp = { number: 'GS-2026-000001-3', checkCode: 'ABCD2345', issuedOn: '2026-11-22', issuedAt: 1_795_200_000_000 }
const office = '巴南区民政局'

const notice = (names: readonly string[]): Drawing => ({
  kind: 'notice',
  data: {
    office,
    heading: '高龄津贴拟发放人员公示',
    introduction: '下列老人拟发放高龄津贴。',
    clauses: [],
    from: '2026-11-22',
    until: '2026-11-28',
    objections: '有不同意见的，请向本单位反映。',
    rows: names.map((name) => ({ name, place: '新玉村', amountFen: 100_00 })),
  } as unknown as NoticeData,
  stamp: { ...stamp, address: 'http://127.0.0.1:8100/check#x' },
})

const decision = (more: Partial<DecisionData>): Drawing => ({
  kind: 'decision',
  data: {
    office,
    caseNumber: 'BJ-2026-004517-3',
    addressee: '张三丰',
    matter: '高龄津贴申请',
    decision: '不予发给高龄津贴。',
    facts: [],
    reasons: ['未满 80 周岁'],
    clauses: [],
    remedies: [],
    ...more,
  },
  stamp: { ...stamp, address: 'http://127.0.0.1:8100/check#x' },
})

describe('画文书', () => {
  let covers: Covers
  let desk: PaperDesk
  const words = (drawing: Drawing) => JSON.stringify(definitionOf(drawing, covers))
  const pagesOf = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString('latin1')
      .match(/\/Type \/Page\n/g)?.length ?? 0
  beforeAll(() => {
    covers = coverOf(readFileSync(resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')))
    desk = openPaperDesk(createLog('silent'))
  })
  afterAll(() => desk.stop())

  it('字库里没有的字写出统一码，并在文末说明，不留空白', () => {
    const { data, missing } = spellOut({ name: '张𠮷\u{e0100}丰', rows: ['䶮'] }, covers)
    expect(data).toEqual({ name: '张〔U+20BB7〕丰', rows: ['䶮'] })
    expect(missing).toEqual(['〔U+20BB7〕'])
    expect(words(decision({ addressee: '张𠮷' }))).toContain('以身份证件上的字为准')
    expect(words(decision({}))).not.toContain('以身份证件上的字为准')
  })

  it('公示先缩写姓名再写出统一码：姓是生僻字也认得出', () => {
    expect(words(notice(['𠮷田茂', '张三丰']))).toContain('〔U+20BB7〕某某')
    expect(words(notice(['𠮷田茂', '张三丰']))).not.toContain('三丰')
  })

  it('救济途径和期限只写文件或设置里有的；没有的写明还没有公布', () => {
    expect(words(decision({}))).toContain('受理异议的期限本区还没有公布')
    const told = words(
      decision({ remedies: [{ how: '可以向巴南区民政局申请复核', within: '收到决定书之日起 10 日内' }] }),
    )
    expect(told).toContain('收到决定书之日起 10 日内，可以向巴南区民政局申请复核。')
    expect(told).not.toContain('还没有公布')
  })

  it('批次封面有小写和大写合计，人次相加', () => {
    const cover = words({
      kind: 'batchCover',
      data: {
        office,
        batchNumber: 'FF-2026-000001-0',
        title: '发放批次',
        period: '2026 年 11 月',
        lines: [
          { label: '高龄津贴', persons: 2, amountFen: 1_234_50 },
          { label: '养老服务补贴', persons: 1, amountFen: 200_00 },
        ],
        signatures: [{ role: '经办' }],
      },
      stamp: { ...stamp, address: 'http://127.0.0.1:8100/check#x' },
    })
    expect(cover).toContain('1,434.50 元')
    expect(cover).toContain('人民币壹仟肆佰叁拾肆元伍角整')
    expect(cover).toContain('尚未签署')
  })

  it('三千人的公示分页打印，同样的内容两次字节相同', async () => {
    const drawing = notice(Array.from({ length: 3000 }, () => '张三丰'))
    const bytes = await desk.draw(drawing)
    expect(pagesOf(bytes)).toBeGreaterThan(60)
    const small = notice(['张三丰'])
    expect(Buffer.from(await desk.draw(small)).equals(Buffer.from(await desk.draw(small)))).toBe(true)
  })

  it('画不出来的一份不影响下一份', async () => {
    await expect(desk.draw({ ...notice(['张三丰']), kind: 'receipt' } as never)).rejects.toThrow()
    expect(pagesOf(await desk.draw(notice(['张三丰'])))).toBe(1)
  })
})
