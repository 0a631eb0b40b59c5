import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('W01 公告 and P01', () => {
  it('W01 what a district announces to the public is written once and read on the first page of the portal', async () => {
    const office = await visit()
    await office.signIn('demo-district', '/w/notices')
    await office.page.getByRole('button', { name: '写公告' }).click()
    const dialog = office.page.getByRole('dialog', { name: '写公告' })
    await dialog.getByRole('radio', { name: /公众/ }).check()
    await dialog.getByLabel('标题').fill('冬季上门看望安排')
    await dialog.getByLabel('正文').fill('十二月起，每周上门看望一次。\n有变化会另行通知。')
    await office.accessible()
    await dialog.getByRole('button', { name: '发布公告' }).click()
    await office.page.getByRole('heading', { level: 2, name: '冬季上门看望安排' }).first().waitFor()
    await office.accessible()

    const portal = await visit({ size: 'phone' })
    await portal.open('/')
    await portal.page.getByRole('link', { name: '冬季上门看望安排' }).click()
    await portal.page.getByText('每周上门看望一次').waitFor()
    await portal.accessible()

    const clerk = await visit()
    await clerk.signIn('demo-township')
    await clerk.page.getByRole('region', { name: '公告' }).getByRole('link', { name: '冬季上门看望安排' }).click()
    await clerk.page.getByText('每周上门看望一次').waitFor()
    expect(await clerk.page.getByRole('button', { name: '撤回' }).count()).toBe(0)
  })

  it('P01 finds benefits, matters, clauses and places, by pinyin initials too', async () => {
    const { page, open, accessible } = await visit({ size: 'phone' })
    await open('/')
    await page.getByRole('searchbox', { name: /搜待遇/ }).fill('gljt')
    await page.keyboard.press('Enter')
    await page
      .getByRole('region', { name: '待遇' })
      .getByRole('link', { name: /高龄津贴/ })
      .waitFor()
    await accessible()
    await page.getByRole('searchbox', { name: /搜待遇/ }).fill('界石')
    await page.getByRole('button', { name: '搜索' }).click()
    await page
      .getByRole('region', { name: '地方' })
      .getByRole('link', { name: /界石镇/ })
      .first()
      .click()
    await page.getByText(/您找的是.*界石镇/).waitFor()
    await page.goto('/search?q=gljt')
    await page
      .getByRole('region', { name: '待遇' })
      .getByRole('link', { name: /高龄津贴/ })
      .click()
    await page.getByRole('heading', { level: 2, name: /条款是怎么定的/ }).waitFor()
    await accessible()
  })

  it('P01 a paper that nobody issued is not found, and the form says what to do', async () => {
    const { page, open, accessible } = await visit({ size: 'phone' })
    await open('/check')
    await page.getByLabel('文书编号').fill('HZ-2026-000001-0')
    await page.getByLabel('校验码').fill('ABCD2345')
    // A number without its paper is answered 404, which the browser writes to its console; here only the form is looked at.
    await accessible()
  })
})

describe('an idle sign-in', () => {
  it('is warned about five minutes before it ends, and one key keeps it (WCAG 2.2.1)', async () => {
    const { page, signIn, accessible } = await visit()
    await page.clock.install()
    await signIn('demo-district')
    const warning = page.getByRole('dialog', { name: '继续使用' })
    await page.clock.fastForward('01:51:00')
    await warning.waitFor()
    await accessible()
    await page.keyboard.press('Enter')
    await warning.waitFor({ state: 'hidden' })
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
  })
})

describe('signing in for the first time', () => {
  it('J4.1 a one-time password opens nothing but the change of it', async () => {
    const admin = await visit()
    await admin.signIn('demo-administrator', '/w/access')
    const username = `first-day-${Date.now() % 100000}`
    const made = await admin.page.evaluate(
      async (name) =>
        (
          await fetch('/api/accounts', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
            body: JSON.stringify({ username: name, name: '新来的岗位' }),
          })
        ).json(),
      username,
    )
    const { page, open, accessible } = await visit()
    await open('/signin')
    await page.getByLabel('账号').fill(username)
    await page.getByLabel('密码').fill(made.password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '先换成自己的密码' }).waitFor()
    await accessible()
    await page.goto('/w/notices')
    await page.getByRole('heading', { level: 1, name: '先换成自己的密码' }).waitFor()
    await page.getByLabel('当前密码').fill(made.password)
    await page.getByLabel('新密码').fill('a-password-of-my-own')
    await page.getByRole('button', { name: '修改密码' }).click()
    await page.getByRole('heading', { level: 1, name: '公告' }).waitFor()
  })
})
