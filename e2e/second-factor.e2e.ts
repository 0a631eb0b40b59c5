import { describe, it } from 'vitest'
import { totpNow } from '../src/platform/identity/testing/totp.ts'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('登录', () => {
  it('asks for the six digits once the second factor is open, and keeps the person on the page while they are wrong', async () => {
    const { page, signIn, accessible } = await visit()
    await signIn('demo-planner', '/w/account')
    const factor = page.getByRole('region', { name: '动态码' })
    await factor.getByLabel('当前密码').fill('yiyang-demo-2026')
    await factor.getByRole('button', { name: '开通动态码' }).click()
    const key = (await factor.locator('strong.y-secret').textContent()) ?? ''
    await accessible()
    await factor.getByLabel(/6 位动态码/).fill(totpNow(key))
    await factor.getByRole('button', { name: '核对并开通' }).click()
    await page.getByText('已开通动态码。').waitFor()

    await page.getByRole('button', { name: /账号与设置/ }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(/\/signin/)
    await page.getByLabel('账号').fill('demo-planner')
    await page.getByLabel('密码').fill('yiyang-demo-2026')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '填写动态码' }).waitFor()
    await page.getByLabel('动态码').fill('12345')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('link', { name: '动态码是 6 位数字，请核对。' }).waitFor()
    await accessible()
    await page.getByLabel('动态码').fill(totpNow(key))
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()

    await page.goto('/w/account')
    await factor.getByLabel('当前密码').fill('yiyang-demo-2026')
    await factor.getByRole('button', { name: '关闭动态码' }).click()
    await page.getByText('已关闭动态码。').waitFor()
    await factor.getByRole('button', { name: '开通动态码' }).waitFor()
  })
})
