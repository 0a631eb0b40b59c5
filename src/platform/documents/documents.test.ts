import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import { asSystem, inScope, type Scope } from '../db/index.ts'
import { issuePaper, issuePapers, type NewPaper, redrawPaper, voidPaper } from './index.ts'
import { findPaper } from './queries.ts'

const [DISTRICT, JIESHI, YUDONG] = ['500113', '500113103', '500113003']

const receipt = (caseNumber: string, township = JIESHI, applicant = '张三丰'): NewPaper => ({
  kind: 'receipt',
  district: DISTRICT,
  subject: { object: 'case', objectId: caseNumber, href: `/w/cases/${caseNumber}`, township },
  data: {
    office: '界石镇人民政府',
    caseNumber,
    matter: '高龄津贴申请',
    applicant,
    receivedOn: '2026-11-22' as never,
    handedIn: ['身份证复印件'],
    next: [{ what: '镇里核验材料' }],
  },
  account: 'demo-township',
})

const notice = (objectId: string, names: readonly string[]): NewPaper => ({
  kind: 'notice',
  district: DISTRICT,
  subject: { object: 'benefitRun', objectId, href: '/w/benefits' },
  data: {
    office: '巴南区民政局',
    heading: '高龄津贴拟发放人员公示',
    introduction: '下列老人拟自 2026 年 11 月起发放高龄津贴。',
    clauses: [{ document: '渝府办发〔2022〕15 号', section: '第三章第三节' }],
    from: '2026-11-22' as never,
    until: '2026-11-28' as never,
    objections: '有不同意见的，请向界石镇反映。',
    rows: names.map((name) => ({ name, place: '新玉村' })),
  },
  account: 'demo-district',
})

describe('文书', () => {
  let app: TestApplication
  let clerk: string
  let officer: string
  const scope: Scope = { account: 'demo-township', districts: [], townships: [JIESHI], villages: [] }
  const issue = (paper: NewPaper) =>
    asSystem(app.platform.db, (tx) => issuePaper(tx, app.platform, paper)).then(({ number }) => number)
  const codeOf = async (number: string) =>
    (await asSystem(app.platform.db, (tx) => findPaper(tx, number)))?.checkCode ?? ''
  const check = (number: string, code: string, as?: string) =>
    app.call('POST', '/api/papers/check', { as, body: { number, code } })
  const print = async (number: string, as: string) => {
    const response = await app.fetch(
      new Request(`http://127.0.0.1:8100/api/papers/${number}`, { headers: { cookie: as } }),
    )
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
  }
  beforeAll(async () => {
    app = await testApplication()
    clerk = await app.signIn('demo-township')
    officer = await app.signIn('demo-district')
  })
  afterAll(() => app.close())

  it('经办人在自己的辖区里出具，别的镇的出具不了', async () => {
    const issued = await inScope(app.platform.db, scope, (tx) => issuePaper(tx, app.platform, receipt('BJ-1')))
    expect(issued).toMatchObject({ number: expect.stringMatching(/^HZ-\d{4}-\d{6}-\d$/), reused: false })
    await expect(
      inScope(app.platform.db, scope, (tx) => issuePaper(tx, app.platform, receipt('BJ-2', YUDONG))),
    ).rejects.toThrow(/row-level security/)
  })

  it('同样的内容再出一次，编号不变；内容变了，旧的作废由新的代替', async () => {
    const first = await issue(receipt('BJ-3'))
    expect(await issue(receipt('BJ-3'))).toBe(first)
    const second = await issue(receipt('BJ-3', JIESHI, '张三峰'))
    expect(second).not.toBe(first)
    const listed = await app.call('GET', '/api/papers?object=case&objectId=BJ-3', { as: clerk })
    expect(listed.body).toMatchObject({
      papers: [
        { number: second, state: 'valid', name: '受理回执' },
        { number: first, state: 'replaced', replacedBy: second },
      ],
    })
  })

  it('两个人同时为同一件事出具，只出一份', async () => {
    const numbers = await Promise.all([1, 2, 3, 4].map(() => issue(receipt('BJ-4'))))
    expect(new Set(numbers).size).toBe(1)
  })

  it('一批五百份一次出具，各有各的编号', async () => {
    const papers = Array.from({ length: 500 }, (_, index) => receipt(`BJ-5-${index}`))
    const issued = await asSystem(app.platform.db, (tx) => issuePapers(tx, app.platform, papers))
    expect(new Set(issued.map(({ number }) => number)).size).toBe(500)
  })

  it('打印出来是 PDF，第二次打印、重新生成都是同样的字节，谁打印过有记录', async () => {
    const number = await issue(receipt('BJ-6'))
    const first = await print(number, clerk)
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/pdf')
    expect(first.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await print(number, officer)).bytes.equals(first.bytes)).toBe(true)
    const paper = await asSystem(app.platform.db, (tx) => findPaper(tx, number))
    expect(paper?.sha256?.toString('hex')).toBe(createHash('sha256').update(first.bytes).digest('hex'))
    if (paper !== undefined) expect(await redrawPaper(app.platform, paper)).toMatchObject({ same: true })
    await app.platform.reads.flush()
    const { rows } = await app.database.pool.query(
      `select account from audit.entry where action = 'paper.print' and object_id = $1 order by account`,
      [number],
    )
    expect(rows).toEqual([{ account: 'demo-district' }, { account: 'demo-township' }])
  })

  it('外区、外镇的人打不开，也不知道有没有', async () => {
    const number = await issue(receipt('BJ-7', YUDONG))
    expect((await print(number, clerk)).status).toBe(404)
    expect((await print('HZ-2026-999999-9', clerk)).status).toBe(404)
    expect((await print(number, '')).status).toBe(401)
    expect((await print(number, officer)).status).toBe(200)
  })

  it('不登录可以凭编号和校验码核验，只看到种类、单位、日期和是否有效', async () => {
    const number = await issue(receipt('BJ-8'))
    const code = await codeOf(number)
    const reply = await check(number.replaceAll('-', ' '), code.toLowerCase())
    expect(reply.body).toEqual({
      number,
      name: '受理回执',
      office: '界石镇人民政府',
      issuedOn: app.platform.today(),
      state: 'valid',
      href: null,
    })
    expect(await check(number, code, clerk)).toMatchObject({ body: { href: '/w/cases/BJ-8' } })
    const wrong = await check(number, 'ABCD2345')
    expect(wrong.status).toBe(404)
    expect((await check('HZ-2026-999999-9', code)).text.replace(/"instance":"[^"]*"/, '')).toBe(
      wrong.text.replace(/"instance":"[^"]*"/, ''),
    )
  })

  it('作废要写理由，核验时看得到已作废，作废两次不行', async () => {
    const number = await issue(receipt('BJ-9'))
    const voiding = { number, reason: '申请已撤回', account: 'demo-township', at: new Date() }
    expect(await asSystem(app.platform.db, (tx) => voidPaper(tx, voiding))).toBe(true)
    expect(await asSystem(app.platform.db, (tx) => voidPaper(tx, voiding))).toBe(false)
    expect(await check(number, await codeOf(number))).toMatchObject({ body: { state: 'voided' } })
  })

  it('公示名单上的姓名缩写后才保存', async () => {
    const number = await issue(notice('run-1', ['张三丰', '欧阳修', '王五', '𠮷田茂', '买买提·吐尔逊']))
    const paper = await asSystem(app.platform.db, (tx) => findPaper(tx, number))
    const kept = paper === undefined ? '' : app.platform.keyring.open(paper.dataCipher)
    expect(JSON.parse(kept).rows.map((row: { name: string }) => row.name)).toEqual([
      '张某某',
      '欧阳某',
      '王某',
      '𠮷某某',
      '买某某',
    ])
  })
})
