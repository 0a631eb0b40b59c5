import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()
const OWN = 'a sentence of my own'

type Elder = { district: string; id: string; name: string; age: number | null }

/** An elder of the clerk's township who is too young for 高龄津贴: their application is refused, and they object. */
async function tooYoung(page: Page): Promise<Elder> {
  const found = await page.evaluate(async () => {
    const reply = await fetch('/api/elders?limit=100')
    return ((await reply.json()) as { rows: Elder[] }).rows
  })
  const elder = found.find((each) => each.age !== null && each.age >= 62 && each.age <= 76)
  expect(elder, 'an elder of 62 to 76').toBeDefined()
  return elder as Elder
}

/** The clerk checks who the daughter is and hands over a sheet. */
async function openAccess(page: Page, elder: Elder): Promise<{ account: string; password: string }> {
  await page.goto(`/w/elders/${elder.district}/${elder.id}/family`)
  await page.getByLabel('姓名').fill('演示家属')
  await page.getByLabel('和老人的关系').selectOption('child')
  await page.getByLabel('有效到（不含当天）').fill('2027-06-01')
  await page.getByRole('button', { name: '开通', exact: true }).click()
  const once = page.getByRole('status').filter({ hasText: '一次性密码' })
  await once.waitFor()
  const [account = '', password = ''] = await once.locator('strong').allTextContents()
  return { account, password }
}

async function enter(page: Page, { account, password }: { account: string; password: string }, to: string) {
  await page.goto(to)
  await page.getByRole('link', { name: '登录', exact: true }).click()
  await page.getByLabel('账号').fill(account)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '先换成自己的密码' }).waitFor()
  await page.getByLabel('当前密码').fill(password)
  await page.getByLabel('新密码').fill(OWN)
  await page.getByRole('button', { name: '修改密码' }).click()
}

/** One move of W05, by whoever is signed in. */
async function move(page: Page, path: string, act: string, reason?: string) {
  await page.goto(path)
  await page.getByRole('button', { name: act, exact: true }).click()
  if (reason !== undefined) {
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(reason)
    await dialog.getByRole('button', { name: act, exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: act, exact: true }).waitFor({ state: 'detached' })
}

describe('J11.1 申请到异议', () => {
  it('J11.1 goes from the guide over one form to the decision of the office, and back as an objection', async () => {
    const office = await visit()
    await office.signIn('demo-township')
    const elder = await tooYoung(office.page)
    const sheet = await openAccess(office.page, elder)
    await office.accessible()
    await office.picture('P04-access')

    const { page, open, accessible, picture } = await visit({ size: 'phone' })
    await open('/guide/old-age-allowance')
    await page.getByRole('heading', { name: '要什么材料' }).waitFor()
    await accessible()
    await picture('P03-guide')
    await page.getByRole('link', { name: '在线申请' }).click()
    await page.getByRole('heading', { level: 1, name: '先确认您是谁' }).waitFor()
    await accessible()
    await enter(page, sheet, '/apply?schemes=old-age-allowance')

    await page.getByRole('heading', { level: 1, name: '在线申请' }).waitFor()
    await accessible()
    await picture('P04-tasks')
    await page.getByRole('button', { name: '打开：申请哪些事项' }).click()
    await page.getByLabel(/高龄津贴/).check()
    await accessible()
    await page.reload()
    await expect.poll(() => page.getByLabel(/高龄津贴/).isChecked(), { message: 'kept over a reload' }).toBe(true)
    await page.getByRole('button', { name: '选好了' }).click()
    await page.getByRole('button', { name: '打开：核对已有的情况' }).click()
    await page.getByText(/免交/).first().waitFor()
    await accessible()
    await page.getByRole('button', { name: '看过了' }).click()
    await page.getByRole('button', { name: '检查并提交' }).click()
    await page.getByRole('button', { name: '提交申请' }).click()
    await page.getByText('请先确认老人本人知道并同意。').first().waitFor()
    await page.getByLabel(/老人本人知道/).check()
    await accessible()
    await page.getByRole('button', { name: '提交申请' }).click()
    await page.getByRole('heading', { level: 1, name: '已提交' }).waitFor()
    await accessible()
    await picture('P04-receipt')
    const [number = '', code = ''] = await page.locator('.y-big').allTextContents()
    expect(number).toMatch(/^GL-\d{4}-\d{6}-.$/)
    expect(code).toMatch(/^[0-9A-Z]{8}$/)
    const paper = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载回执（可打印）' }).click()
    expect((await paper).suggestedFilename()).toContain('受理回执')

    await office.page.goto(`/w/matters?q=${number}&list=open`)
    const caseAt = await office.page.evaluate(async (which) => {
      const reply = await fetch(`/api/cases?q=${encodeURIComponent(which)}`)
      const { rows } = (await reply.json()) as { rows: { district: string; id: string }[] }
      return `/w/matters/${rows[0]?.district}/${rows[0]?.id}`
    }, number)
    await move(office.page, caseAt, '受理')
    await move(office.page, caseAt, '核验不符', '年龄还没有到')
    const district = await visit()
    await district.signIn('demo-district')
    await move(district.page, caseAt, '不予批准', '年龄没有达到规定')

    const stranger = await visit({ size: 'phone', elder: true })
    await stranger.open('/progress')
    await stranger.accessible()
    await stranger.page.getByLabel('办件编号').fill(number)
    await stranger.page.getByLabel('校验码').fill('AAAA2222')
    await stranger.page.getByRole('button', { name: '查进度' }).click()
    await stranger.page.getByText('编号和校验码对不上').waitFor()
    await stranger.page.getByLabel('校验码').fill(code.toLowerCase())
    await stranger.page.getByRole('button', { name: '查进度' }).click()
    await stranger.page.getByRole('heading', { name: '为什么没有批准' }).waitFor()
    await stranger.accessible()
    await stranger.picture('P05-refused-elder')
    expect(await stranger.page.locator('main').textContent()).not.toContain(elder.name)
    expect(await stranger.page.locator('main').textContent()).toMatch(/〔20\d\d〕/)
    await stranger.page.getByRole('button', { name: '我有异议' }).click()
    await stranger.page.getByLabel(/您的理由/).fill('户口本上的出生年份写错了')
    await stranger.page.getByRole('button', { name: '提交异议' }).click()
    await stranger.page.getByText('异议正在复核').first().waitFor()

    await page.goto('/family')
    await page.getByRole('article', { name: elder.name }).waitFor()
    await page.getByText(/异议正在复核/).waitFor()
    await accessible()
    await picture('E02-family')
    await page.getByText(/谁看过档案/).click()
    expect(await page.locator('main').textContent()).not.toContain('demo-')
    await page.getByRole('button', { name: '提前结束委托：演示家属' }).click()
    await page.getByText('这个账号现在没有可以查看的老人').waitFor()
  })
})
