import { deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browse, type Visit } from './harness/browser.ts'
import { PIN, pagesKept, registerPhone, reopen } from './harness/field.ts'

const visit = browse()

/** A picture as a camera would give it: large, noisy, so that making it light is work. */
function picture(): Buffer {
  const [width, height] = [1200, 900]
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let at = 0, x = 7; at < rows.length; at++) {
    x = (x * 1103515245 + 12345) & 0x7fffffff
    rows[at] = at % (width * 3 + 1) === 0 ? 0 : x >> 16
  }
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc(bytes: Buffer): number {
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  }
  return ~value >>> 0
}

/** All eight questions with the best answer. */
async function answerWell(page: Page): Promise<void> {
  const groups = page.getByRole('group', { name: /^\d\. / })
  await groups.first().waitFor()
  for (const group of await groups.all()) await group.getByRole('radio').first().check()
}

/** Starts the next house of the list and says which it is. */
async function nextHouse(page: Page): Promise<string> {
  await page.getByRole('link', { name: /^开始：/ }).click()
  const heading = page.getByRole('heading', { level: 1 }).filter({ hasNotText: '今日' })
  await heading.waitFor()
  return (await heading.textContent()) ?? ''
}

const stateOf = (page: Page, name: string) =>
  page
    .locator('.y-card')
    .filter({ hasText: `巡访：${name}` })
    .first()

describe('外勤', () => {
  it('J5.1: works a day without a network, loses nothing when it is killed, and uploads in the evening', async () => {
    const phone = await visit({ size: 'phone' })
    const { page, accessible, picture: shoot } = phone
    await registerPhone(phone, 'demo-village', '红米手机')
    await accessible()
    await shoot('F01-today')
    await pagesKept(page)
    await page.getByRole('link', { name: '路线' }).click()
    await page.getByText(/路上步行约/).waitFor()
    await accessible()
    await shoot('F02-route')

    await page.context().setOffline(true)
    await reopen(page)
    const first = await nextHouse(page)
    await page.getByText(/离线/).waitFor()
    await page.getByRole('button', { name: '见到本人' }).click()
    await answerWell(page)
    await shoot('F03-visit')
    // The battery dies in the middle: what was tapped is there again.
    await reopen(page, page.url())
    await page.getByRole('group', { name: /^8\. / }).waitFor()
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(8)
    await page.getByLabel('看到的情况').fill('精神好，在院坝晒太阳')
    await page.locator('input[type=file]').setInputFiles({ name: 'yard.png', mimeType: 'image/png', buffer: picture() })
    await page.getByText(/已存 1 张/).waitFor()
    expect(
      Number(/共 (\d+) KB/.exec((await page.getByText(/已存 1 张/).textContent()) ?? '')?.[1]),
    ).toBeLessThanOrEqual(300)
    await accessible()
    await page.getByRole('button', { name: '保存并下一户' }).click()
    await page.getByText('已存 1 条').waitFor()

    // Another house, nobody there.
    await page.getByRole('link', { name: '今日' }).click()
    const second = await nextHouse(page)
    expect(second).not.toBe(first)
    await page.getByRole('button', { name: '未见到' }).click()
    await page.getByRole('button', { name: '保存并下一户' }).click()
    await page.getByText('请选择没有见到的原因。').first().waitFor()
    await page.getByLabel('敲门无人应').check()
    await page.getByRole('button', { name: '保存并下一户' }).click()
    await page.getByText('已存 2 条').waitFor()
    await page.getByRole('link', { name: '我的' }).click()
    await stateOf(page, first).getByText('仅在本机').waitFor()
    await shoot('F06-sync-offline')

    // In the evening there is a network again: no press is needed.
    await page.context().setOffline(false)
    await stateOf(page, first).getByText('已上传').waitFor()
    await stateOf(page, second).getByText('已上传').waitFor()
    await page.getByText('都已上传').waitFor()
    await accessible()
  })

  it('J5.1: two telephones on one visit show both sides, and nothing is merged unseen', async () => {
    const [one, two]: Visit[] = [await visit({ size: 'phone' }), await visit({ size: 'phone' })]
    for (const [phone, name] of [
      [one, '第一台'],
      [two, '第二台'],
    ] as const) {
      await registerPhone(phone, 'demo-village', name)
      await pagesKept(phone.page)
      await phone.page.context().setOffline(true)
    }
    const houses: string[] = []
    for (const [phone, words] of [
      [one, '上午去过'],
      [two, '下午去过'],
    ] as const) {
      houses.push(await nextHouse(phone.page))
      await phone.page.getByRole('button', { name: '见到本人' }).click()
      await answerWell(phone.page)
      await phone.page.getByLabel('看到的情况').fill(words)
      await phone.page.getByRole('button', { name: '保存并下一户' }).click()
      await phone.page.getByText('已存 1 条').waitFor()
    }
    expect(houses[0]).toBe(houses[1])
    await one.page.context().setOffline(false)
    await one.page.getByText('都已上传').waitFor()
    await two.page.context().setOffline(false)
    await two.page.getByText('有 1 条需要您处理').click()
    const choice = two.page.getByRole('region', { name: '需要您决定' })
    await choice.getByText('情况：上午去过').waitFor()
    await choice.getByText('情况：下午去过').waitFor()
    await two.accessible()
    await two.picture('F06-conflict')
    await choice.getByRole('button', { name: '两次都去过，两条都保留' }).click()
    await two.page.getByText('都已上传').waitFor()
    await stateOf(two.page, houses[1] ?? '')
      .getByText('已上传')
      .waitFor()
  })

  it('J5.2: applies on behalf of an elder without a network, and tells the number after the upload', async () => {
    const phone = await visit({ size: 'phone' })
    const { page, accessible, picture: shoot } = phone
    await registerPhone(phone, 'demo-village', '代办手机')
    await pagesKept(page)
    const name = (await page.locator('.y-house strong').first().textContent()) ?? ''
    await page.context().setOffline(true)
    await page.getByRole('link', { name: '新建' }).click()
    await page.getByRole('link', { name: /代办申请/ }).click()
    await page.getByLabel('找辖区的老人').fill(name)
    await page.getByRole('link', { name }).first().click()
    await page.getByRole('button', { name: '保存申请' }).click()
    await page.getByText('没有同意不能申请，请选择。').waitFor()
    await page.getByLabel(/看过身份证件/).check()
    await page.getByLabel('当面口头同意').check()
    await page.getByRole('group', { name: '申请哪些' }).getByRole('checkbox').first().check()
    await page.getByLabel('不打电话，下次上门告诉').check()
    await accessible()
    await shoot('F01-apply')
    await page.getByRole('button', { name: '保存申请' }).click()
    await page.getByRole('heading', { name: '代办申请已写好' }).waitFor()
    await page.context().setOffline(false)
    await page.getByRole('link', { name: '我的' }).click()
    // Taken as a case with its number, or refused in words where one is under way already: both are told.
    const card = page.locator('.y-card').filter({ hasText: '代办申请：' })
    await card
      .getByText(/办件编号|正在办理|已经/)
      .first()
      .waitFor()
  })

  it('is opened by its PIN only, and emptied at the office’s word', async () => {
    const phone = await visit({ size: 'phone' })
    const { page, accessible } = phone
    await registerPhone(phone, 'demo-village', '丢失的手机')
    await page.getByRole('link', { name: '我的' }).click()
    await page.getByRole('button', { name: '锁上' }).click()
    await page.getByLabel('打开密码').fill('111222')
    await page.getByRole('button', { name: '打开', exact: true }).click()
    await page.getByText('打开密码不对，还可以试 9 次。').waitFor()
    await accessible()
    await page.getByLabel('打开密码').fill(PIN)
    await page.getByRole('button', { name: '打开', exact: true }).click()
    await page.getByText('都已上传').waitFor()

    const office = await visit()
    await office.signIn('demo-township', '/w/field-devices')
    await office.page.getByRole('row', { name: /丢失的手机/ }).click()
    await office.accessible()
    await office.picture('W30-field-devices')
    await office.page.getByRole('button', { name: '远程清除' }).click()
    await office.page.getByLabel('手机丢失').check()
    await office.page.getByRole('dialog').getByRole('button', { name: '远程清除' }).click()
    await office.page.getByText('已记下，这台手机下次联系时清除。').waitFor()
    await page.getByRole('button', { name: '立即同步' }).click()
    await page.getByRole('heading', { name: '这台手机的外勤资料已清除' }).waitFor()
    await page.getByRole('button', { name: '重新登录' }).click()
    await page.getByRole('heading', { level: 1, name: /外勤|登记这台手机/ }).waitFor()
  })
})
