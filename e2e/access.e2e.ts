import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('W30 用户、授权与审计', () => {
  it('R-2 lets one administrator grant, another approve, and an auditor see both', async () => {
    const name = `e2e-${Date.now().toString(36)}`
    const first = await visit()
    await first.signIn('demo-administrator', '/w/access')
    await first.accessible()
    await first.picture('W30-access')
    await first.page.getByRole('button', { name: '开通账号' }).click()
    const making = first.page.getByRole('dialog', { name: '开通账号' })
    await making.getByLabel('账号').fill(name)
    await making.getByLabel('姓名或岗位名称').fill('新任经办')
    await making.getByRole('button', { name: '开通账号' }).click()
    await first.page.getByRole('dialog', { name: '一次性密码' }).getByText('只显示这一次').waitFor()
    await first.accessible()
    await first.page.keyboard.press('Escape')

    await first.open(`/w/access?q=${name}&peek=${name}`)
    await first.page.getByRole('button', { name: '授权', exact: true }).click()
    const granting = first.page.getByRole('dialog', { name: '授权' })
    await granting.getByLabel('岗位').selectOption({ label: '区县民政' })
    await granting.getByText('由另一位授权管理员复核').waitFor()
    await granting.getByLabel('区划').fill('bnq')
    await granting.getByRole('option', { name: '巴南区' }).click()
    await granting.getByLabel('授权事由').fill('新到岗')
    await first.accessible()
    await granting.getByRole('button', { name: '授权' }).click()
    await first.page.getByText('已提交，等另一位授权管理员复核。').waitFor()
    await first.page.getByText('待复核').last().waitFor()
    expect(await first.page.getByRole('button', { name: '复核授权' }).count(), 'the maker is not the checker').toBe(0)

    const second = await visit()
    await second.signIn('demo-administrator2')
    await second.page.getByRole('link', { name: /复核授权：新任经办/ }).click()
    await second.page.getByRole('button', { name: '复核授权' }).click()
    await second.page.getByText('已复核，授权生效。').waitFor()
    // It waits no longer, so it leaves the pile of what waits.
    await second.page.getByText('没有符合条件的记录').waitFor()

    const auditor = await visit()
    await auditor.signIn('demo-auditor', '/w/audit')
    await auditor.page.getByRole('cell', { name: '复核授权' }).first().waitFor()
    await auditor.accessible()
    await auditor.picture('W30-audit')
  })

  it('R-3 keeps the page from a role that it is not for, and says whom to ask', async () => {
    const { page, signIn, accessible } = await visit()
    await signIn('demo-township', '/w/access')
    await page.getByText('您的岗位不能看这一页').waitFor()
    expect(await page.getByRole('link', { name: '用户与授权' }).count()).toBe(0)
    await accessible()
  })
})

describe('W01 工作台', () => {
  it('opens with what is due, watched and changed, and its piles lead to the list with those conditions', async () => {
    const { page, signIn, accessible, picture } = await visit()
    await signIn('demo-district')
    await page.getByRole('region', { name: /今天要办/ }).waitFor()
    await page.getByRole('region', { name: '我盯的' }).getByRole('link', { name: '80 岁以上独居' }).waitFor()
    await accessible()
    await picture('W01-workbench')
    const pile = page.getByRole('link', { name: '80 岁以上独居' })
    expect(await pile.getAttribute('href')).toBe('/w/elders?ageFrom=80&livingArrangement=alone')
  })

  it('opens pages by pinyin initials and by two keys, and lists its keys on ?', async () => {
    const { page, signIn, accessible } = await visit()
    await signIn('demo-administrator')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('yhysq')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/w\/access/)
    await page.getByRole('heading', { level: 1, name: '用户与授权' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor()
    await accessible()
  })

  it('finds a person from anywhere and opens the file', async () => {
    const { page, signIn, accessible } = await visit()
    await signIn('demo-district', '/w/elders')
    const name = (await page.locator('[data-row] td[data-head="姓名"]').first().textContent()) ?? ''
    await page.keyboard.press('Control+k')
    await page.keyboard.type(name.replace('示例', '').trim().slice(0, 3))
    await page.getByRole('option').filter({ hasText: '岁 · ' }).first().click()
    await page.waitForURL(/\/w\/elders\/[0-9a-f-]{36}/)
    await accessible()
  })

  it('searches places of one’s own area by initials and keeps the page', async () => {
    const { page, signIn } = await visit()
    await signIn('demo-district')
    await page.getByRole('button', { name: /切换地区/ }).click()
    await page.keyboard.type('mdz')
    await page.getByRole('option', { name: /木洞镇/ }).click()
    await page.waitForURL(/\/w\?area=500113/)
    await page.getByRole('button', { name: /木洞镇，切换地区/ }).waitFor()
  })
})
