import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('J4.3 津贴批次', () => {
  it('J4.3 the district opens the batch on what changed, reads the totals, one sampled card and the file', async () => {
    const { page, open, signIn, accessible, picture } = await visit()
    await signIn('demo-district', '/w/benefits')
    await open('/w/benefits')
    await page.getByRole('tab', { name: /有变化/, selected: true }).waitFor()
    await page.getByText('元整').first().waitFor()
    await accessible()
    await picture('W06-changes')
    await page.getByRole('tab', { name: /合计/ }).click()
    await page.getByRole('table', { name: '各项待遇合计' }).waitFor()
    await accessible()
    await page.getByRole('tab', { name: /抽查/ }).click()
    await page.getByText(/已看 0 条/).waitFor()
    await page.locator('tbody tr').first().click()
    await page.getByRole('heading', { name: /^依据：/ }).waitFor()
    await page.getByText('依据条款').waitFor()
    await page.getByText(/已看 1 条/).waitFor()
    await accessible()
    await picture('W06-explanation')
    expect(await page.getByRole('button', { name: /复核批次/ }).getAttribute('aria-disabled')).toBe('true')

    await page.getByRole('link', { name: '打开档案' }).click()
    // The card that is still open until the file has arrived has a tab for 高龄津贴 too.
    await page.getByRole('tab', { name: '津贴', exact: true }).click()
    await page
      .getByRole('button', { name: /的依据$/ })
      .first()
      .click()
    await page.getByRole('heading', { name: /^依据：/ }).waitFor()
    await accessible()
    await picture('W03-benefits')
  })

  it('J4.3 the clerk sees the township alone and confirms its changes, once', async () => {
    const { page, open, signIn, accessible } = await visit()
    await signIn('demo-township', '/w/benefits')
    await open('/w/benefits?tab=totals')
    const townships = page.getByRole('table', { name: '各乡镇（街道）' })
    await expect.poll(() => townships.locator('tbody tr').count()).toBe(1)
    await accessible()
    await page.getByRole('button', { name: '确认变化', exact: true }).click()
    await page.getByRole('button', { name: /本乡镇（街道）已经确认/ }).waitFor()
  })

  it('J4.3 what the run could not decide is a list of matters, each with its card', async () => {
    const { page, open, signIn, accessible, picture } = await visit()
    await signIn('demo-district', '/w/matters/undecided')
    await open('/w/matters/undecided')
    await page.locator('tbody tr').first().click()
    await page
      .getByText(/还不知道：/)
      .first()
      .waitFor()
    await accessible()
    await picture('W05-matters')
  })
  it('J4.3 the month is paid: two people, a sealed file, the bank’s answer by cause, and money asked back', {
    timeout: 240_000,
  }, async () => {
    const month = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date()).slice(0, 7)
    const checker = await visit()
    await checker.signIn('demo-district2', '/w/benefits')
    const batch = await ask<Batch>(checker.page, 'GET', `/api/benefits/batches/500113/${month}`)
    for (const { township } of batch.townships.filter((each) => each.changes > 0 && each.confirmedBy === null))
      await ask(checker.page, 'POST', `/api/benefits/runs/${batch.run.id}/acts`, { kind: 'confirm', township })

    const officer = await visit()
    await officer.signIn('demo-district', '/w/payments')
    const sample = await ask<{ rows: Line[] }>(officer.page, 'GET', `/api/benefits/runs/${batch.run.id}/sample`)
    for (const { district, elder, scheme } of sample.rows)
      await ask(officer.page, 'POST', `/api/benefits/runs/${batch.run.id}/acts`, {
        kind: 'open',
        district,
        elder,
        scheme,
      })
    await officer.open('/w/benefits')
    await officer.page.getByRole('button', { name: '复核批次', exact: true }).click()
    await officer.page.getByRole('button', { name: /已由 demo-district 复核/ }).waitFor()
    await officer.open('/w/payments')
    await officer.page.getByRole('button', { name: '生成发放批次' }).click()
    await officer.page.getByText('待财政确认').first().waitFor({ timeout: 60_000 })
    await officer.page.getByText('元整').first().waitFor()
    await officer.page.getByRole('tab', { name: /暂缓/ }).click()
    await officer.page.locator('tbody tr').first().click()
    await officer.page.getByRole('heading', { name: /^依据：/ }).waitFor()
    await officer.accessible()
    await officer.picture('W07-held')

    const finance = await visit()
    await finance.signIn('demo-finance', '/w/payments')
    await finance.open('/w/payments')
    await finance.page.getByRole('button', { name: '财政确认', exact: true }).click()
    await finance.page.getByText('待复核出盘').first().waitFor()
    expect(await finance.page.getByRole('button', { name: /复核并生成支付文件/ }).getAttribute('aria-disabled')).toBe(
      'true',
    )

    const second = await visit()
    await second.signIn('demo-finance2', '/w/payments')
    await second.open('/w/payments')
    await second.page.getByRole('button', { name: '复核并生成支付文件', exact: true }).click()
    await second.page.getByText(/支付文件摘要 SHA-256 [0-9a-f]{64}/).waitFor({ timeout: 60_000 })
    await second.accessible()
    await second.picture('W07-payment')
    const link = await second.page.getByRole('link', { name: '下载银行文件' }).getAttribute('href')
    const text = await second.page.evaluate(async (url) => (await fetch(url)).text(), link ?? '')
    expect(text).toMatch(/^H\|YIYANG\|1\|/)
    await second.page
      .locator('input[type=file]')
      .setInputFiles({ name: '坏回盘.txt', mimeType: 'text/plain', buffer: Buffer.from(answer(text).slice(0, -3)) })
    await second.page.getByText(/没有登记任何结果/).waitFor()
    await second.page
      .locator('input[type=file]')
      .setInputFiles({ name: '回盘.txt', mimeType: 'text/plain', buffer: Buffer.from(answer(text)) })
    await second.page.getByText(/已登记：成功/).waitFor()
    await second.page.getByRole('tab', { name: /银行退回/ }).click()
    await second.page.getByRole('button', { name: /账户已销户/ }).click()
    await second.page.locator('tbody tr').first().waitFor()
    await second.accessible()
    await second.picture('W07-returns')
    await second.page.getByRole('button', { name: '办结批次', exact: true }).click()
    await second.page.getByText('已办结').first().waitFor()

    await officer.open('/w/late-facts')
    await officer.page.locator('tbody tr').first().click()
    await officer.page.getByText('沟通参考').waitFor()
    await officer.accessible()
    await officer.picture('W08-clawback')
    await officer.page.getByRole('button', { name: '登记收款', exact: true }).click()
    const dialog = officer.page.getByRole('dialog')
    await dialog.getByLabel('收款金额').fill('50')
    await dialog.getByLabel('收据编号').fill('收据 0001')
    await dialog.getByRole('button', { name: '登记收款' }).click()
    await officer.page.getByText('收到归还').waitFor()
    await officer.page.getByRole('tab', { name: /迟到情况的差额/ }).click()
    await officer.page.getByText('已离世').first().waitFor()
    await officer.accessible()
  })
})

type Batch = { run: { id: string }; townships: { township: string; changes: number; confirmedBy: string | null }[] }
type Line = { district: string; elder: string; scheme: string }

/** A call as the page itself makes it, with its cookie. */
const ask = <T>(page: Page, method: string, path: string, body?: unknown): Promise<T> =>
  page.evaluate(
    async ([verb, url, sent]) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
      const reply = await fetch(url, {
        method: verb,
        headers,
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      })
      if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`)
      return reply.json()
    },
    [method, path, body] as const,
  ) as Promise<T>

/** The bank’s answer: everything paid but the second line. */
function answer(text: string): string {
  const rows = text.trimEnd().split('\n')
  const lines = rows.slice(1, -1).map((row, at) => {
    const [, no = '', account = '', , fen = ''] = row.split('|')
    return `D|${no}|${account.slice(-4)}|${fen}|${at === 1 ? 'E03|账户已销户' : '0000|'}`
  })
  return `R|${rows[0]?.split('|')[3]}|${lines.length}\n${lines.join('\n')}\nT|${lines.length - 1}|1\n`
}

describe('J1.3 政策规则库', () => {
  it('J1.3 an officer reads a rule with its boundaries, proposes a value from a date, and cannot sign it alone', async () => {
    const { page, open, signIn, accessible, picture } = await visit()
    await signIn('demo-district', '/w/rules')
    await open('/w/rules')
    await page.getByRole('row', { name: /市级养老机构建设补贴/ }).click()
    await page.getByText('49 张：不满足').waitFor()
    await page.getByText('50 张：满足').waitFor()
    await accessible()
    await picture('W25-rules')
    await page.getByRole('tab', { name: /本区要设的数值/ }).click()
    await page.getByRole('row', { name: /高龄津贴：80至89周岁/ }).click()
    await page.getByRole('button', { name: '提出新数值' }).click()
    await page.getByRole('textbox', { name: '新数值' }).fill('120')
    await page.getByLabel('依据的本区文件').fill('示例民发〔2026〕1 号')
    await page.getByRole('dialog').getByRole('button', { name: '提出新数值' }).click()
    await page.getByRole('tab', { name: /待签署/ }).click()
    await page.getByText('120 元/人·月').waitFor()
    await accessible()
    await picture('W25-signatures')
    await page.getByRole('button', { name: '试算 20 例' }).click()
    await page.getByRole('table', { name: '20 例试算' }).waitFor()
    await accessible()
    await picture('W25-cases')
    await page.getByRole('button', { name: '签署并施行' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '签署并施行' }).click()
    await page.getByText(/另一/).first().waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '先不处理' }).click()
    await page.getByRole('button', { name: '撤回' }).click()
    await page.getByText('没有等待签署的数值。').waitFor()
    await page.getByRole('tab', { name: /全部参数/ }).click()
    await page.getByLabel('查参数').fill('护理型床位')
    await page.getByRole('table', { name: '全部参数' }).waitFor()
    await accessible()
    await picture('W25-parameters')
  })

  it('J1.3 an officer tries a value over the register, keeps the draft, and opens a card before and after', async () => {
    const { page, open, signIn, accessible, picture } = await visit()
    await signIn('demo-district', '/w/rules')
    await open('/w/rules?tab=trial')
    await page.getByLabel('改动哪一项').selectOption('old-age-allowance-80-89')
    await page.getByRole('textbox', { name: '改为' }).fill('150')
    await page.getByRole('button', { name: '加入试算' }).click()
    await page.getByLabel('方案名称').fill('提高到 150 元')
    await page.getByRole('button', { name: '保存方案' }).click()
    await page.getByText('方案已保存').first().waitFor()
    await page.getByRole('button', { name: '试算', exact: true }).click()
    await page.getByText(/人增加，0 人减少/).waitFor()
    await page.getByRole('table', { name: '按乡镇（街道）' }).waitFor()
    await page.getByRole('table', { name: '20 例试算' }).waitFor()
    await accessible()
    await picture('W25-trial')
    await page.getByRole('button', { name: '前后对照' }).first().click()
    await page.getByRole('dialog').getByText('150.00').first().waitFor()
    await accessible()
    await picture('W25-before-and-after')
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
    await page.getByRole('button', { name: '删除这份方案' }).click()
  })

  it('J1.3 the trial fits a phone', async () => {
    const { page, open, signIn, accessible, picture } = await visit({ size: 'phone' })
    await signIn('demo-district', '/w/rules')
    await open('/w/rules?tab=trial')
    await page.getByLabel('改动哪一项').selectOption('care-subsidy-hardship')
    await page.getByRole('checkbox', { name: '低收入' }).check()
    await page.getByRole('button', { name: '加入试算' }).click()
    await page.getByRole('button', { name: '试算', exact: true }).click()
    await page.getByText(/人增加，0 人减少/).waitFor()
    await accessible()
    await picture('W25-trial-phone')
  })

  it('J1.3 an officer records that a clause was held against its text; a colleague confirms it', async () => {
    const { page, open, signIn, accessible, picture } = await visit()
    await signIn('demo-district', '/w/rules')
    await open('/w/rules?tab=clauses')
    await page.getByLabel('查条款').fill('高龄')
    await page.getByLabel('查条款').fill('')
    await page
      .getByRole('button', { name: /记录核对/ })
      .first()
      .click()
    await page.getByLabel('原文出处').fill('民政部网站原文')
    await page.getByRole('dialog').getByRole('button', { name: '记录核对' }).click()
    await page.getByText('等另一位同事对照原文后确认').waitFor()
    await page.getByRole('button', { name: '已对照，确认' }).click()
    await page.getByText(/核对的人不能自己确认/).waitFor()
    await accessible()
    await picture('W25-clauses')
    await page.getByRole('button', { name: '撤回' }).click()
  })
})
