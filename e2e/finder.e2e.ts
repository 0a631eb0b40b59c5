import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

/** A day some days after the one that the server goes by. */
const later = (asOf: string, days: number) =>
  new Date(Date.parse(`${asOf}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

describe('J12.1 找机构、比较、预约参观', () => {
  it('J12.1 finds places by what matters, compares four in 22 rows, opens one and asks for a visit that the office sees', async () => {
    const { page, open, accessible, picture } = await visit()
    await open('/')
    await page.getByRole('link', { name: '找机构' }).click()
    await page.getByRole('heading', { level: 1, name: '找机构' }).waitFor()
    await page.getByRole('region', { name: '查找结果' }).waitFor()
    await accessible()
    await picture('P06-find')
    const boxes = page.getByRole('checkbox', { name: /^加入对比：/ })
    for (let at = 0; at < 4; at++) {
      // The choice goes through the address, so the mark comes a moment after the press.
      await boxes.nth(at).click()
      await expect.poll(() => boxes.nth(at).isChecked()).toBe(true)
    }
    // A fifth is not taken.
    await expect.poll(() => boxes.nth(4).isDisabled()).toBe(true)
    // The choice lives in the address only.
    expect(new URL(page.url()).searchParams.get('pick')?.split(',')).toHaveLength(4)
    await page.getByRole('link', { name: '比较已选的 4 家' }).click()
    await page.getByRole('heading', { level: 1, name: '机构对比' }).waitFor()
    const rows = page.getByRole('row')
    await expect.poll(() => rows.count()).toBe(23)
    await accessible()
    await picture('P08-compare')
    await page.getByRole('button', { name: '只看不同' }).click()
    await expect.poll(() => rows.count()).toBeLessThan(23)
    await page.getByRole('columnheader').nth(1).getByRole('link').click()
    await page.getByRole('heading', { level: 2, name: '预约参观' }).waitFor()
    await accessible()
    await picture('P07-place')
    const asOf = await page.evaluate(async () => {
      const reply = await fetch('/api/finder/places?district=500113')
      return ((await reply.json()) as { asOf: string }).asOf
    })
    await page.getByLabel('哪一天').fill(later(asOf, 3))
    await page.getByLabel('联系人').fill('演示访客')
    await page.getByLabel('电话', { exact: true }).fill('02300000000')
    await page.getByRole('button', { name: '提交预约' }).click()
    const noted = page.getByRole('region', { name: '预约已收到' })
    await noted.waitFor()
    const [number = '', code = ''] = await noted.locator('strong').allTextContents()
    await noted.getByRole('link', { name: '查预约' }).click()
    await page.getByLabel('预约编号').fill(number)
    await page.getByLabel('校验码').fill(code)
    await page.getByRole('button', { name: '查预约' }).click()
    await page.getByText('等机构确认').waitFor()

    const office = await visit()
    await office.signIn('demo-district', '/w/tours')
    const row = office.page.getByRole('row').filter({ hasText: '演示访客' })
    await row.getByRole('button', { name: '可以来' }).click()
    await row.getByText('已约好').waitFor()
    await page.getByRole('button', { name: '查预约' }).click()
    await page.getByText('已约好').waitFor()
  })

  it('J12.1 nothing found loosens one condition and says which, and a budget may be written in words', async () => {
    const { page, open, accessible } = await visit({ size: 'phone' })
    await open(`/find?budget=${encodeURIComponent('一块')}&free=any`)
    await page.getByRole('region', { name: '查找结果' }).waitFor()
    await accessible()
    await page.getByLabel('每月预算（选填）').fill('便宜点')
    await page.getByRole('button', { name: '查找', exact: true }).click()
    await page.getByText('预算没有读懂').waitFor()
  })

  it('J11.4 reads the waiting list of a home without an account, with the order in words', async () => {
    const { page, open, accessible } = await visit({ size: 'phone' })
    await open('/find?name=敬老院')
    await page.getByRole('region', { name: '查找结果' }).getByRole('link').first().click()
    await page.getByRole('link', { name: /^轮候公示/ }).click()
    await page.getByRole('heading', { level: 2, name: '按什么次序排' }).waitFor()
    await page.getByLabel('查我的位次').fill('LH-2026-999999-9')
    await page.getByRole('button', { name: '查位次' }).click()
    await page.getByText('名单里没有这个编号').waitFor()
    await accessible()
  })

  it('J12.1 is read without script', async () => {
    const { page, open } = await visit()
    const reply = await page.request.get(new URL('/find', await origin(page, open)).href)
    expect(await reply.text()).toContain('<h1>找机构</h1>')
  })
})

async function origin(page: { url: () => string }, open: (path: string) => Promise<void>): Promise<string> {
  await open('/data')
  return page.url()
}
