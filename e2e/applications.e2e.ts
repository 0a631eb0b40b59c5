import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

/** Somebody of the clerk's township for whom a scheme can be applied for; which one depends on the demonstration. */
const findApplicant = (page: Page) =>
  page.evaluate(async () => {
    type Row = { district: string; id: string; name: string }
    const page = (await (await fetch('/api/elders?limit=100')).json()) as { rows: Row[] }
    for (const row of page.rows) {
      const reply = await fetch(`/api/applications/persons/${row.district}/${row.id}`)
      if (!reply.ok) continue
      const { offers } = (await reply.json()) as { offers: { standing: string }[] }
      if (offers.some((each) => each.standing === 'may')) return row
    }
    return undefined
  })

describe('J4.2 窗口受理', () => {
  it('J4.2 a clerk finds the elder, sees what is known, applies for everything with one form, gives the receipt and decides nothing alone', async () => {
    const { page, open, signIn, accessible, picture } = await visit()
    await signIn('demo-township', '/w/matters')
    await page.getByRole('heading', { level: 1, name: '办件' }).waitFor()
    await accessible()
    await picture('W05-matters')

    const elder = await findApplicant(page)
    expect(elder, 'somebody in the demonstration who may apply').toBeDefined()
    await page.getByRole('link', { name: '新受理' }).click()
    await page.getByLabel('身份证号或姓名').fill(elder?.name ?? '')
    await page.getByRole('button', { name: '查找老人' }).click()
    await page.waitForFunction(() => document.querySelectorAll('form .y-stack button, #schemes').length > 0)
    await open(`/w/matters/new?elder=${elder?.district}.${elder?.id}`)
    await page.getByRole('heading', { name: '已经知道的，不用再交' }).waitFor()
    await accessible()
    await picture('W05-intake')

    const schemes = page.getByRole('group', { name: '可以申请的事项' }).getByRole('checkbox')
    for (let at = 0; at < (await schemes.count()); at++) await schemes.nth(at).check()
    await page.getByRole('button', { name: '提交并出回执' }).click()
    await page.getByRole('heading', { level: 1, name: '受理回执' }).waitFor()
    const number = await page.locator('.y-big').first().innerText()
    expect(number).toMatch(/^[A-Z]{2}-\d{4}-\d{6}-\d$/)
    const paper = await page.getByRole('link', { name: '打印回执' }).getAttribute('href')
    const printed = await page.evaluate(async (href) => {
      const reply = await fetch(href)
      return [reply.status, reply.headers.get('content-type')]
    }, paper ?? '')
    expect(printed).toEqual([200, 'application/pdf'])
    await accessible()
    await picture('W05-receipt')

    // The number as somebody reads it over the phone finds the case.
    await open(`/w/matters?list=open&q=${encodeURIComponent(number.toLowerCase().replaceAll('-', ' '))}`)
    await page.getByRole('row', { name: new RegExp(number) }).click()
    await page.getByRole('button', { name: '打开整页' }).click()
    await page.getByRole('tab', { name: '材料' }).waitFor()
    await accessible()
    await picture('W05-case')
    await page.getByRole('tab', { name: '时间线' }).click()
    await page.getByText('窗口受理，已提交').waitFor()
  })

  it('J4.2 the district decides what the township has checked, with a reason, and several at once', async () => {
    const { page, signIn, accessible } = await visit()
    await signIn('demo-district', '/w/matters')
    const boxes = page.getByRole('row').getByRole('checkbox', { name: '选择这一行' })
    const count = Math.min(2, await boxes.count())
    expect(count).toBeGreaterThan(0)
    for (let at = 0; at < count; at++) await boxes.nth(at).check()
    await page.getByRole('button', { name: '不予批准' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('原因').fill('不符合规定的条件')
    await accessible()
    await dialog.getByRole('button', { name: '不予批准' }).click()
    await page.getByText(/已办 \d+ 件/).waitFor()
  })
})
