import { describe, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

/** A day in Shanghai, so many days back, as people type it. */
const daysAgo = (days: number): string =>
  new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' })
    .format(new Date(Date.now() - days * 86_400_000))
    .replaceAll('-', '')

describe('收费与照护', () => {
  it('J3.4 an officer sees a balance below what must stay, stops prepayments with a second person, and the home is told so', async () => {
    const first = await visit()
    await first.signIn('demo-district', '/w/custody')
    const row = first.page
      .getByRole('table', { name: '预收费机构' })
      .getByRole('row', { name: /低于留存要求/ })
      .first()
    await row.waitFor()
    await first.accessible()
    const home = await row.getByRole('link').first().innerText()
    await row.getByRole('link').first().click()
    await first.page.getByRole('heading', { name: home }).waitFor()
    const alert = first.page.getByRole('region', { name: '余额低于留存要求' })
    await alert.getByText(/应留存 .+，账户余额/).waitFor()
    await first.accessible()
    await first.picture('W13-custody')
    await alert.getByRole('button', { name: '采取措施' }).click()
    const dialog = first.page.getByRole('dialog')
    await dialog.getByLabel('措施').selectOption({ label: '暂停预收' })
    await dialog.getByText('另一位同事签署后生效').waitFor()
    await dialog.getByRole('button', { name: '采取措施' }).click()
    await alert.getByRole('row', { name: /暂停预收/ }).waitFor()
    const address = new URL(first.page.url()).pathname
    const second = await visit()
    await second.signIn('demo-district2', address)
    const there = second.page.getByRole('region', { name: '余额低于留存要求' })
    await there
      .getByRole('row', { name: /暂停预收/ })
      .getByRole('button', { name: '签署生效' })
      .click()
    await there
      .getByRole('row', { name: /暂停预收/ })
      .getByText('demo-district2')
      .waitFor()
    await second.page.getByText('暂停预收', { exact: true }).first().waitFor()
    await second.page.getByRole('tab', { name: /银行流水/ }).click()
    await second.page.getByRole('table', { name: '银行流水' }).waitFor()
    await second.accessible()
  })

  it('J6.3 a carer records a task and an incident, the family is told, and it closes only with its chain', async () => {
    const { page, signIn, accessible, picture } = await visit()
    await signIn('demo-operator', '/w/home/care')
    await page.getByRole('link', { name: '示例·江畔颐养院', exact: true }).click()
    await page.getByRole('tab', { name: /任务与交接/ }).waitFor()
    await page.getByText('早班', { exact: true }).first().click()
    const tasks = page.getByRole('table', { name: '任务' })
    const open = tasks.getByRole('button', { name: '完成' })
    const cells = tasks.locator('tbody tr').first().locator('td')
    const person = `${(await cells.nth(0).innerText()).trim()} ${(await cells.nth(1).innerText()).trim()}`
    const before = await open.count()
    await open.first().click()
    await tasks
      .getByText(/^已完成/)
      .first()
      .waitFor()
    if ((await open.count()) !== before - 1) throw new Error('a task that was done is still open')
    await accessible()
    await picture('O04-care')
    await page.getByRole('tab', { name: /^事件/ }).click()
    await page.getByRole('button', { name: '报告事件' }).click()
    const dialog = page.getByRole('dialog')
    // Three days ago, of somebody who has a plan and so was in the house: the family should have been told long since.
    await dialog.getByLabel('老人').selectOption({ label: person })
    await dialog.getByLabel('日期').fill(daysAgo(3))
    await dialog.getByLabel('时间').fill('08:30')
    await dialog.getByLabel('地点').fill('走廊尽头')
    await dialog.getByLabel('经过').fill('绊倒坐地')
    await dialog.getByLabel('当时处置').fill('扶起查看，无外伤')
    await dialog.getByRole('button', { name: '报告事件' }).click()
    const card = page.getByRole('region', { name: /跌倒/ }).filter({ hasText: '走廊尽头' })
    await card.getByText('告知家属已超时').waitFor()
    await card.getByText(/^结案前还缺/).waitFor()
    for (const step of ['告知家属', '报告负责人', '原因分析', '改进措施', '结案']) {
      await card.getByRole('button', { name: step, exact: true }).click()
      await page.getByRole('dialog').getByRole('textbox').fill('已记录')
      await page.getByRole('dialog').getByRole('button', { name: step, exact: true }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await card.getByText('已结案', { exact: true }).waitFor()
    await card.getByText('告知家属超时', { exact: true }).waitFor()
    await accessible()
  })
})
