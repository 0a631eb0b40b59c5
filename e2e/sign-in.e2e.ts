import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('登录', () => {
  it('R-3 asks for an account before any page of the office, and comes back to the page that was wanted', async () => {
    const { page, open, accessible, picture } = await visit()
    await open('/w?note=kept')
    await page.waitForURL(/\/signin/)
    await accessible()
    await picture('signin')
    await page.getByLabel('账号').fill('demo-township')
    await page.getByLabel('密码').fill('yiyang-demo-2026')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL((url) => url.pathname + url.search === '/w?note=kept')
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
  })

  it('keeps what was typed and says what to do when the password is wrong or missing', async () => {
    const { page, open, accessible } = await visit()
    await open('/signin')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    expect(await page.title()).toMatch(/^有 2 处需要修改/)
    await page.getByRole('link', { name: '请填写账号。' }).click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('username')
    await page.getByLabel('账号').fill('demo-township')
    await page.getByLabel('密码').fill('not the password')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('用户名或密码不对').waitFor()
    expect(await page.getByLabel('账号').inputValue()).toBe('demo-township')
    await accessible()
  })

  it('never leads a signed-in person to an address outside the product', async () => {
    const { page, open } = await visit()
    await open('/signin?to=https://example.org/w')
    await page.getByLabel('账号').fill('demo-city')
    await page.getByLabel('密码').fill('yiyang-demo-2026')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL((url) => url.pathname === '/w')
  })

  it('lets go of the account on 退出登录', async () => {
    const { page, signIn, open } = await visit()
    await signIn('demo-district')
    await page.getByRole('button', { name: /账号与设置/ }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(/\/signin/)
    await open('/w')
    await page.waitForURL(/\/signin/)
  })
})
