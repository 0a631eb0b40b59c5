import { describe, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('W07, W08 and the budgets: what two people sign around the money', () => {
  it('finance puts how files leave for the bank before an officer, who signs it', async () => {
    const finance = await visit()
    await finance.signIn('demo-finance', '/w/payments')
    await finance.open('/w/payments')
    await finance.page.getByRole('button', { name: '上个月' }).click()
    await finance.page.waitForURL(/month=/)
    await finance.page.getByText('本区还没有登记银行公钥').waitFor()
    const month = finance.page.url()
    await finance.page.getByText('银行发到之后又退回（退汇）').click()
    await finance.accessible()
    await finance.picture('W07-late-return')
    await finance.page.getByRole('button', { name: '银行文件设置' }).click()
    const dialog = finance.page.getByRole('dialog')
    await dialog.getByRole('button', { name: '乡镇（街道）' }).click()
    await dialog.getByLabel('银行公钥').waitFor()
    await finance.accessible()
    await finance.picture('W07-bank-profile')
    await dialog.getByRole('button', { name: '提交第二人签署' }).click()
    await dialog.waitFor({ state: 'hidden' })

    const officer = await visit({ size: 'phone' })
    await officer.signIn('demo-district', '/w/payments')
    await officer.open(month)
    await officer.page.getByRole('button', { name: '银行文件设置' }).click()
    await officer.page.getByText('改为的表格列').waitFor()
    await officer.accessible()
    await officer.picture('W07-bank-profile-phone')
    await officer.page.getByRole('dialog').getByRole('button', { name: '第二人签署' }).click()
    await officer.page.getByText('改为的表格列').waitFor({ state: 'hidden' })
    await officer.page.getByText(/现在的表格列/).waitFor()
  })

  it('an officer lays a contract and a new service list before finance, who signs them', async () => {
    const officer = await visit()
    await officer.signIn('demo-district', '/w/funds')
    await officer.open('/w/funds')
    await officer.page.getByRole('button', { name: '登记合同' }).click()
    const dialog = officer.page.getByRole('dialog')
    const fields = {
      合同编号: '示例采 2026-009',
      包件: '上门助浴',
      承接方: '示例助浴服务社',
      统一社会信用代码: '91500113MA5U00000A',
      服务项目: '助浴',
      计量单位: '次',
      单价: '60',
      合同数量: '500',
      从哪一天起: '2026-01-01',
      到哪一天止: '2027-01-01',
      依据的文件: '示例中标通知书',
    }
    for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label, { exact: true }).fill(text)
    await officer.accessible()
    await officer.picture('W11-contract')
    await dialog.getByRole('button', { name: '提交复核' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await officer.page.getByRole('button', { name: '修订服务清单' }).click()
    await dialog.getByRole('button', { name: '增加一项' }).waitFor()
    await officer.accessible()
    await officer.picture('W11-service-list')
    await dialog.getByRole('button', { name: '先不处理' }).click()

    const finance = await visit({ size: 'phone' })
    await finance.signIn('demo-finance', '/w/funds')
    await finance.open('/w/funds?tab=proposals')
    const paper = finance.page.getByRole('region', { name: /合同 示例采 2026-009/ })
    await paper.getByRole('button', { name: '复核并生效' }).click()
    await finance.page.getByRole('dialog').getByRole('button', { name: '复核并生效' }).click()
    await finance.open('/w/funds?tab=purchases')
    await finance.page.getByRole('region', { name: '示例采 2026-009 上门助浴' }).waitFor()
    await finance.accessible()
    await finance.picture('W11-contracts-phone')
  })

  it('what lies between districts has its own tab', async () => {
    const officer = await visit()
    await officer.signIn('demo-district', '/w/late-facts')
    await officer.open('/w/late-facts?tab=between')
    await officer.page
      .getByText('没有区县之间要结算的待遇')
      .or(officer.page.getByText(/已发、应由/))
      .first()
      .waitFor()
    await officer.accessible()
    await officer.picture('W08-between')
  })
})
