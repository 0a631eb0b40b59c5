import { deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { browse } from './harness/browser.ts'
import { PIN, pagesKept, registerPhone, reopen, sessionOf } from './harness/field.ts'

const visit = browse()

/** A picture as a camera would give it: large, noisy, so that making it light is work. */
function picture(): Buffer {
  const [width, height] = [900, 700]
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

/** Finds somebody of the village on the telephone itself and opens the visit. */
async function openVisit(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: '今日' }).click()
  await page.getByRole('textbox', { name: '找辖区的老人' }).fill(name)
  await page
    .getByRole('link', { name: new RegExp(name) })
    .last()
    .click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

const ELDERS = ['示例外勤甲', '示例外勤乙', '示例外勤丙', '示例外勤丁']

const registered: string[] = []

/** An order for somebody of the journeys, given to the two assessors of the demonstration; answers its number. */
async function assignedOrder(): Promise<string> {
  const cookie = await sessionOf('demo-district')
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${inject('origin')}/api/assessments${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    expect(answer.status, `${path} ${text}`).toBe(200)
    return JSON.parse(text) as T
  }
  const made = await ask<{ made: { id: string; number: string }[] }>('POST', '/orders', {
    district: '500113',
    elderIds: registered.slice(0, 1),
    reason: 'first',
  })
  const [order] = made.made
  if (order === undefined) throw new Error('no order')
  const { rows } = await ask<{ rows: { id: string; name: string }[] }>('GET', `/orders/500113/${order.id}/candidates`)
  const idOf = (name: string) => rows.find((row) => row.name === name)?.id
  await ask('POST', `/orders/500113/${order.id}/acts`, {
    act: 'assign',
    firstId: idOf('示例评估员甲'),
    secondId: idOf('示例评估员乙'),
  })
  return order.number
}

/** Whom the journeys are about, whatever the demonstration holds on the day: registered by the clerk of the township. */
beforeAll(async () => {
  const cookies = await sessionOf('demo-township')
  for (const name of ELDERS) {
    const answer = await fetch(`${inject('origin')}/api/elders`, {
      method: 'POST',
      headers: { cookie: cookies, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ name, idKind: 'none', birthDate: '1938-05-06', sex: 'female', village: '500113103001' }),
    })
    expect(answer.status).toBe(201)
    registered.push(((await answer.json()) as { id: string }).id)
  }
})

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
    await page
      .getByText(/路上步行约|今天没有要走的户|没有记下位置/)
      .first()
      .waitFor()
    await accessible()
    await shoot('F02-route')

    await page.context().setOffline(true)
    await reopen(page)
    const [first = '', second = ''] = ELDERS
    await openVisit(page, first)
    await page.getByText(/离线/).waitFor()
    await page.getByRole('button', { name: '见到本人' }).click()
    await answerWell(page)
    await accessible()
    await shoot('F03-visit')
    // The battery dies in the middle: what was tapped is there again.
    await reopen(page, page.url())
    await page.getByRole('group', { name: /^8\. / }).waitFor()
    await expect.poll(() => page.getByRole('radio', { checked: true }).count()).toBe(8)
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
    await openVisit(page, second)
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
    const [one, two] = [await visit({ size: 'phone' }), await visit({ size: 'phone' })] as const
    for (const [phone, name] of [
      [one, '第一台'],
      [two, '第二台'],
    ] as const) {
      await registerPhone(phone, 'demo-village', name)
      await pagesKept(phone.page)
      await phone.page.context().setOffline(true)
    }
    const [, , house = ''] = ELDERS
    for (const [phone, words] of [
      [one, '上午去过'],
      [two, '下午去过'],
    ] as const) {
      await openVisit(phone.page, house)
      await phone.page.getByRole('button', { name: '见到本人' }).click()
      await answerWell(phone.page)
      await phone.page.getByLabel('看到的情况').fill(words)
      await phone.page.getByRole('button', { name: '保存并下一户' }).click()
      await phone.page.getByText('已存 1 条').waitFor()
    }
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
    await stateOf(two.page, house).getByText('已上传').waitFor()
  })

  it('J5.2: applies on behalf of an elder without a network, and tells the number after the upload', async () => {
    const phone = await visit({ size: 'phone' })
    const { page, accessible, picture: shoot } = phone
    await registerPhone(phone, 'demo-village', '代办手机')
    await pagesKept(page)
    const [, , , name = ''] = ELDERS
    await page.context().setOffline(true)
    await page.getByRole('link', { name: '新建' }).click()
    await page.getByRole('link', { name: /代办申请/ }).click()
    await page.getByRole('textbox', { name: '找辖区的老人' }).fill(name)
    await page.getByRole('link', { name: new RegExp(name) }).click()
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

  it('J7.1: assesses at the end of a valley, the second assessor confirms on an own account', async () => {
    const order = await assignedOrder()
    const phone = await visit({ size: 'phone' })
    const { page, accessible, picture: shoot } = phone
    await registerPhone(phone, 'demo-assessor', '评估平板')
    await pagesKept(page)
    await page.context().setOffline(true)
    await page.getByRole('link', { name: new RegExp(order) }).click()
    await page.getByRole('button', { name: '开始评估' }).click()
    await page.getByText('请核对身份后再评估。').waitFor()
    await page.getByLabel('查看身份证件').check()
    await page.getByLabel('谁提供的情况').fill('示例家属')
    await page.getByLabel('子女').check()
    await accessible()
    await page.getByRole('button', { name: '开始评估' }).click()
    for (let item = 1; item <= 26; item++) {
      await page.getByText(`第 ${item} 项，共 26 项`).waitFor()
      if (item === 3) {
        await accessible()
        await shoot('F04-item')
      }
      // One is left open, and asked for again at the end.
      if (item !== 5) await page.keyboard.press(item <= 8 ? '3' : '1')
      if (item === 14) {
        await page.getByRole('radio', { checked: true }).waitFor({ state: 'attached' })
        await accessible()
        // The battery dies here: the sheet goes on where it was.
        await reopen(page, page.url())
        await page.getByText('第 14 项，共 26 项').waitFor()
        await expect.poll(() => page.getByRole('radio', { checked: true }).count()).toBe(1)
      }
      await page.getByRole('button', { name: /下一项$/ }).click()
    }
    await page.getByText('还有 1 项待定').waitFor()
    await page.locator('.y-notice').getByRole('button').click()
    await page.keyboard.press('3')
    for (let item = 5; item <= 26; item++) await page.getByRole('button', { name: /下一项$/ }).click()
    // The level steers answers: it is nowhere until the sheet is signed.
    expect(await page.getByText(/总分|等级是/).count()).toBe(0)
    await page.getByLabel('没有昏迷').check()
    await page.getByRole('button', { name: '去签字' }).click()
    for (const pad of await page.locator('canvas').all()) {
      const box = await pad.boundingBox()
      if (!box) throw new Error('no place to sign')
      await pad.scrollIntoViewIfNeeded()
      await pad.hover({ position: { x: 40, y: 60 } })
      await page.mouse.down()
      await pad.hover({ position: { x: 200, y: 90 } })
      await page.mouse.up()
    }
    await page.getByText('（已签）').nth(1).waitFor()
    await accessible()
    await page.getByRole('button', { name: '签好，保存评估' }).click()
    await page.getByRole('heading', { name: '评估已签好' }).waitFor()
    await page.getByText(/^总分/).waitFor()
    await shoot('F04-result')
    await page.context().setOffline(false)
    await page.getByText('已上传').first().waitFor()

    const second = await visit({ size: 'phone' })
    await registerPhone(second, 'demo-assessor2', '第二位的平板')
    await second.page.getByRole('link', { name: new RegExp(order) }).click()
    await second.page.getByLabel('同意这份评估').check()
    await second.accessible()
    await second.page.getByRole('button', { name: '签字确认' }).click()
    await second.page.getByText('已上传').waitFor()
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
