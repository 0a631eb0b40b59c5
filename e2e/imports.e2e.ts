import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()
const LEDGER = join(import.meta.dirname, '../src/areas/imports/fixtures/ledger-a.xlsx')

const next = async (page: Page, step: string) => {
  await page.getByRole('button', { name: `下一步：${step}` }).click()
  await page.locator('[aria-current="step"]', { hasText: step }).waitFor()
}

describe('J4.1 导入台账', () => {
  it('J4.1 a clerk drops a ledger with errors, repairs some, reads the difference, commits, and can go back', async () => {
    const { page, open, signIn, accessible, picture } = await visit()
    await signIn('demo-township', '/w/imports')
    await open('/w/imports')
    await accessible()
    await page.getByLabel(/把现有的表格拖到这里/).setInputFiles(LEDGER)
    await page.getByRole('heading', { level: 1, name: 'ledger-a.xlsx' }).waitFor()
    await page.getByText('120 行（标题、合计和空行不算）').waitFor()
    await accessible()
    await picture('W04-header')

    await next(page, '配列')
    expect(await page.getByLabel('困难类型列作为').inputValue()).toBe('field:hardship')
    await accessible()
    await picture('W04-columns')

    await next(page, '配值')
    await page.getByText('困难户(?)').first().waitFor()
    const word = page.locator('section', { hasText: '困难户(?)' }).last()
    await word.getByRole('checkbox', { name: '低保', exact: true }).check()
    await accessible()
    await picture('W04-values')
    await word.getByRole('button', { name: '同类 1 处一并修改' }).click()
    await page.getByText('已修改 1 行。').waitFor()

    await next(page, '核对')
    const wrong = page.getByRole('article', { name: '第 44 行' })
    await wrong.getByRole('textbox').first().fill('向世芳')
    await accessible()
    await picture('W04-check')
    await wrong.getByRole('button', { name: '保存改正' }).click()
    await wrong.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^确认 \d+$/ }).click()
    const sex = page.getByRole('article', { name: '第 21 行' })
    await sex.getByRole('button', { name: '按原样确认' }).click()
    await sex.waitFor({ state: 'detached' })

    await next(page, '比对')
    await accessible()
    await picture('W04-compare')
    await next(page, '提交')
    await accessible()
    await picture('W04-commit')
    await page.getByRole('button', { name: '提交有效行' }).click()
    await page.getByRole('heading', { name: '已提交' }).waitFor()
    await page.getByRole('link', { name: '接着改' }).waitFor()
    await page.getByRole('heading', { name: '导入体检报告' }).waitFor()
    await accessible()
    await picture('W04-committed')

    await page.getByRole('button', { name: '回退本批次' }).click()
    const question = page.getByRole('dialog')
    await question.getByRole('button', { name: '回退本批次' }).click()
    await page.getByRole('heading', { name: '已回退' }).waitFor()
  })

  it('J4.1 an error workbook, downloaded and uploaded again, comes back to its batch', async () => {
    const { page, open, signIn } = await visit()
    await signIn('demo-township', '/w/imports')
    await open('/w/imports')
    await page.getByLabel(/把现有的表格拖到这里/).setInputFiles(LEDGER)
    await page.getByRole('heading', { level: 1, name: 'ledger-a.xlsx' }).waitFor()
    const batch = new URL(page.url()).pathname
    await open(`${batch}?step=check`)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载需要修改的行' }).click()
    const path = await (await downloading).path()
    await open('/w/imports')
    await page.getByLabel(/把现有的表格拖到这里/).setInputFiles({
      name: '需要修改.xlsx',
      mimeType: 'application/octet-stream',
      buffer: readFileSync(path),
    })
    await page.getByText('这份错误表格里没有新的改动，原来的批次不变。').waitFor()
    expect(new URL(page.url()).pathname).toBe(batch)
    await page.getByRole('button', { name: '删除草稿' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除草稿' }).click()
    await page.waitForURL((url) => url.pathname === '/w/imports')
  })

  it('J4.1 on a phone every step stays within the window', async () => {
    const { page, open, signIn, accessible } = await visit({ size: 'phone' })
    await signIn('demo-township', '/w/imports')
    await open('/w/imports')
    await accessible()
    await page.getByLabel(/把现有的表格拖到这里/).setInputFiles(LEDGER)
    await page.getByRole('heading', { level: 1, name: 'ledger-a.xlsx' }).waitFor()
    for (const step of ['配列', '配值', '核对', '比对', '提交']) {
      await next(page, step)
      await accessible()
    }
  })

  it('J4.1 a file that is no table is refused with what to do, and nothing is lost', async () => {
    const { page, open, signIn } = await visit()
    await signIn('demo-township', '/w/imports')
    await open('/w/imports')
    const notes = { name: '说明.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('这不是表格') }
    await page.getByLabel(/把现有的表格拖到这里/).setInputFiles(notes)
    await page.locator('.y-field-error').waitFor()
    expect(await page.locator('.y-field-error').textContent()).toMatch(/请/)
  })
})
