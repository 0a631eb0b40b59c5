import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import type { Visit } from './browser.ts'

export const PIN = '284917'

/** Signs a fresh telephone in for an account and waits until what it may hold is on it. */
export async function registerPhone({ page }: Visit, username: string, name: string): Promise<void> {
  await page.goto('/f')
  await page.getByRole('link', { name: '登录' }).click()
  await page.getByLabel('账号').fill(username)
  await page.getByLabel('密码').fill('yiyang-demo-2026')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByLabel('手机名称').fill(name)
  await page.getByLabel('打开密码', { exact: true }).fill(PIN)
  await page.getByLabel('再填一次打开密码').fill(PIN)
  await page.getByRole('button', { name: '登记并下载' }).click()
  await page.getByRole('heading', { level: 1, name: '今日' }).waitFor()
  await page.getByText('资料已下载，没有网络也能用').waitFor()
}

/** Opens the app anew, as after a night in the pocket. */
export async function reopen(page: Page, path = '/f'): Promise<void> {
  await page.goto(path)
  await page.getByLabel('打开密码').fill(PIN)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await page
    .getByRole('status')
    .filter({ hasText: /离线|同步|上传|处理/ })
    .waitFor()
}

/** Waits until the pages themselves are kept on the telephone: before that a cut network would leave nothing to open. */
export const pagesKept = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })

/** The cookies of an account, for what a journey needs to find and no page of it makes. */
export async function sessionOf(username: string): Promise<string> {
  const answer = await fetch(`${inject('origin')}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: inject('origin') },
    body: JSON.stringify({ username, password: 'yiyang-demo-2026' }),
  })
  if (!answer.ok) throw new Error(`${username}: ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}
