import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('老人台账', () => {
  it('W02 filters by words, opens a row beside the list and by keys, and keeps its state in the address', async () => {
    const { page, signIn, accessible, picture } = await visit()
    await signIn('demo-township', '/w/elders')
    await page.locator('tbody tr').first().waitFor()
    await accessible()
    await picture('W02-register')
    await page.keyboard.press('/')
    await page.keyboard.type('80岁以上 独居')
    // The rows of the old conditions stay until the new ones are there: a press before that would open one that leaves.
    const filtered = page.waitForResponse((answer) => /\/api\/elders\?.*ageFrom=80/.test(answer.url()))
    await page.keyboard.press('Enter')
    await filtered
    await page.waitForURL(/ageFrom=80.*livingArrangement=alone/)
    await page.getByText('年龄 ≥ 80').first().waitFor()
    await accessible()
    await page.locator('tbody tr').first().click()
    await page.waitForURL(/peek=/)
    await accessible()
    await page.getByRole('button', { name: '打开整页' }).click()
    await page.waitForURL(/\/w\/elders\/[0-9a-f-]{36}/)
    await page.goBack()
    await page.waitForURL(/ageFrom=80/)
  })

  it('W03 shows a person with the source of every fact, as of any day, and asks a purpose for the whole number', async () => {
    const { page, signIn, accessible, picture } = await visit()
    await signIn('demo-township', '/w/elders?category=special-difficulty')
    await page.locator('tbody tr').first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '时光尺' }).waitFor()
    await page.getByRole('table', { name: '情况与期间' }).waitFor()
    await accessible()
    await picture('W03-file')
    await page.getByRole('button', { name: '上一个变化' }).click()
    await page.waitForURL(/asOf=/)
    await page.getByRole('button', { name: '回到今天' }).click()
    await page.getByRole('button', { name: '查看完整证件号' }).click()
    await page.getByText('核对来件材料').click()
    await page.getByRole('button', { name: '查看证件号', exact: true }).click()
    await page.getByText(/^500000\d{11}[\dX]$/).waitFor()
    await page.getByRole('tab', { name: '谁看过' }).click()
    await page.getByText('查看完整号码').first().waitFor()
    await accessible()
  })

  it('J4.4 merges two files of one person with a second person, and takes it back', async () => {
    const clerk = await visit()
    await clerk.signIn('demo-township', '/w/duplicates')
    const given = { name: '欧阳重重', idKind: 'none', village: '500113103216', birthDate: '1941-05-06', sex: 'male' }
    const files = await clerk.page.evaluate(async (elder) => {
      const open = async () => {
        const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
        return (await fetch('/api/elders', { method: 'POST', headers, body: JSON.stringify(elder) })).status
      }
      return [await open(), await open()]
    }, given)
    expect(files).toEqual([201, 201])
    await clerk.page.getByRole('button', { name: '查找疑似重复' }).click()
    await clerk.page.getByRole('button', { name: /欧阳重重/ }).click()
    const sheet = clerk.page.getByRole('region', { name: '左右对照' })
    await sheet.getByLabel('为什么是同一个人').fill('已看过双方证件')
    await clerk.accessible()
    await clerk.picture('W09-duplicates')
    await sheet.getByRole('button', { name: '提出合并' }).click()
    await clerk.page.getByText('已提出合并').waitFor()
    await clerk.open('/w/duplicates?state=proposed')
    await clerk.page.getByRole('button', { name: '合并两份档案' }).click()
    await clerk.page.getByText('合并要由另一位同事确认').waitFor()
    await clerk.accessible()

    const officer = await visit()
    await officer.signIn('demo-district', '/w/duplicates?state=proposed')
    await officer.page.getByRole('button', { name: /欧阳重重/ }).click()
    await officer.page.getByRole('button', { name: '合并两份档案' }).click()
    await officer.page.getByText('这里没有记录').waitFor()
    await officer.open('/w/elders?q=欧阳重重')
    expect(await officer.page.locator('tbody tr').count()).toBe(1)
    await officer.page.locator('tbody tr').first().focus()
    await officer.page.keyboard.press('Enter')
    await officer.page.getByRole('button', { name: '拆回两份档案' }).click()
    await officer.page.getByRole('button', { name: '拆回两份档案' }).waitFor({ state: 'detached' })
    await officer.open('/w/elders?q=欧阳重重')
    await expect.poll(() => officer.page.locator('tbody tr').count()).toBe(2)
  })
})
