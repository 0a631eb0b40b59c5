import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()
const SHEET = `资源名称,镇街,资源类别,建筑面积（平方米）,权属,状态
旧粮站（检查用）,界石镇,厂房,900,国有,可以利用
无名仓库,没有这个镇,厂房,很大,国有,可以利用
`

describe('J2.3 专项台账', () => {
  it('J2.3 a clerk files an idle house, changes it from a day on, takes in a sheet; the public downloads what is public', async () => {
    const clerk = await visit()
    const { page } = clerk
    await clerk.signIn('demo-township', '/w/lists')
    await clerk.open('/w/lists')
    await page.getByRole('heading', { name: '闲置社会资源信息' }).waitFor()
    await clerk.accessible()
    await clerk.picture('W24-lists')
    await page.getByRole('link', { name: '闲置社会资源信息' }).click()
    await page.getByRole('heading', { level: 1, name: '闲置社会资源信息' }).waitFor()

    await page.getByRole('button', { name: '登记一条' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('资源名称').fill('界石旧校舍（检查用）')
    await form.getByLabel('所在乡镇（街道）或村（社区）').fill('界石')
    await form.getByRole('listbox').getByRole('option').first().click()
    await form.getByLabel('资源类别').selectOption({ label: '校舍' })
    await form.getByLabel('建筑面积').fill('640')
    await form.getByRole('radio', { name: '集体' }).check({ force: true })
    await form.getByLabel('年租金（选填）').fill('35000')
    await form.getByLabel('状态').selectOption({ label: '可以利用' })
    await form.getByLabel('依据', { exact: true }).fill('现场核实')
    await clerk.accessible()
    await form.getByRole('button', { name: '登记', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '界石旧校舍（检查用）' }).waitFor()
    await page.getByText('35,000.00 元').first().waitFor()

    await page.getByRole('button', { name: '登记变化' }).click()
    await page.getByRole('dialog').getByLabel('状态').selectOption({ label: '正在洽谈' })
    await page.getByRole('dialog').getByLabel('依据', { exact: true }).fill('镇上来电')
    await page.getByRole('dialog').getByRole('button', { name: '更改' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('正在洽谈').first().waitFor()
    await clerk.accessible()
    await clerk.picture('W24-entry')

    await clerk.open('/w/lists/idle-resource')
    await page.getByRole('button', { name: '导入表格' }).click()
    const file = { name: '闲置资源.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET) }
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
    await page.getByText(/共 2 行，可以登记 1 行：新增 1/).waitFor()
    await page.getByText(/没有找到“没有这个镇”/).waitFor()
    await clerk.accessible()
    await page.getByRole('dialog').getByRole('button', { name: '登记 1 条' }).click()
    await page.getByRole('table').getByText('旧粮站（检查用）').first().waitFor()
    await clerk.accessible()
    await clerk.picture('W24-list')

    const somebody = await visit({ size: 'phone' })
    await somebody.open('/open-data')
    await somebody.accessible()
    const set = somebody.page.getByRole('region', { name: '闲置社会资源信息' })
    const [download] = await Promise.all([
      somebody.page.waitForEvent('download'),
      set.getByRole('link', { name: '下载数据' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('idle-resource.csv')
  })
})
