import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'
import { serveGallery } from './harness/gallery.ts'

const browser = browse()
let gallery: Awaited<ReturnType<typeof serveGallery>>
beforeAll(async () => {
  gallery = await serveGallery()
})
afterAll(() => gallery.stop())
const visit = (size: 'office' | 'phone' = 'office') => browser({ origin: gallery.origin, size })

describe('a list (UX §5, §8)', () => {
  it('moves, picks, peeks and opens by keys, and comes back as it was left', async () => {
    const { page, open, accessible } = await visit()
    await open('/list')
    await page.locator('[data-row]').first().focus()
    for (const key of ['j', 'j', 'x', 'k', 'x', 'Space']) await page.keyboard.press(key)
    await page.getByText('已选 2 位').waitFor()
    expect(new URL(page.url()).searchParams.get('peek')).toBe('2')
    await accessible()
    await page.keyboard.press('j')
    await page.waitForURL(/peek=3/)
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('peek'))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '王秀英' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: '老人台账' }).waitFor()
    await page.getByText('已选 2 位').waitFor()
    await page.waitForFunction(() => (document.activeElement as HTMLElement | null)?.dataset.row === '3')
  })

  it('understands words in the box, says them as chips, and keeps them in the address', async () => {
    const { page, open, accessible } = await visit()
    await open('/list')
    await page.keyboard.press('/')
    await page.keyboard.type('80岁以上 独居')
    await page.keyboard.press('Enter')
    await page.waitForURL(/age=80&living=alone/)
    await page.getByText('年龄 ≥ 80').waitFor()
    await page.getByText('居住 = 独居').waitFor()
    await accessible()
    await page.getByRole('button', { name: '去掉条件 居住 = 独居' }).click()
    await page.waitForURL((url) => url.searchParams.get('age') === '80' && !url.searchParams.has('living'))
    await page.goBack()
    await page.waitForURL(/living=alone/)
  })

  it('keeps single letters out of fields, and Enter away from an input method that composes', async () => {
    const { page, open } = await visit()
    await open('/list')
    const box = page.getByRole('searchbox')
    await box.fill('独居')
    await box.press('x')
    expect(await page.locator('.y-selection').count()).toBe(0)
    await box.evaluate((element) => {
      element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      )
    })
    expect(page.url()).not.toContain('living')
  })

  it('takes everything that matches only on a second, explicit press', async () => {
    const { page, open } = await visit()
    await open('/list')
    await page.getByRole('checkbox', { name: '选择本页全部' }).check()
    await page.getByText('已选 40 位').waitFor()
    await page.getByRole('button', { name: '全选符合条件的260 位' }).click()
    await page.getByRole('button', { name: '安排巡访' }).click()
    await page.getByText('已安排符合条件的全部老人。').waitFor()
    await page.getByRole('button', { name: '撤销' }).waitFor()
  })

  it('offers to drop a condition when nothing is found', async () => {
    const { page, open, accessible } = await visit()
    await open('/list?q=nobody&living=alone')
    await page.getByText('没有符合条件的记录').waitFor()
    await accessible()
    await page.getByRole('button', { name: '去掉“含“nobody””' }).click()
    await page.locator('[data-row]').first().waitFor()
  })

  it('shows a masked number in full for a stated purpose only', async () => {
    const { page, open, accessible } = await visit()
    await open('/list')
    await page.getByRole('button', { name: '查看完整身份证号' }).first().click()
    const look = page.getByRole('button', { name: '查看身份证号' })
    expect(await look.getAttribute('aria-disabled')).toBe('true')
    await accessible()
    await page.getByText('电话核实本人').click()
    await look.click()
    await page.getByText('500000194403121234').waitFor()
  })

  it('stays usable on a phone', async () => {
    const { open, accessible } = await visit('phone')
    await open('/list?living=alone')
    await accessible()
  })
})

describe('a record', () => {
  it('asks for a reason, and for typed words before what cannot be undone', async () => {
    const { page, open, accessible } = await visit()
    await open('/list/7')
    await accessible()
    await page.keyboard.press('r')
    const dialog = page.getByRole('dialog', { name: '退回' })
    await dialog.getByText('缺少银行账户照片').click()
    await dialog.getByRole('button', { name: '退回' }).click()
    await page.getByText('return：缺少银行账户照片').waitFor()
    await page.getByRole('button', { name: '发放' }).click()
    const send = page.getByRole('dialog').getByRole('button', { name: '发放' })
    await send.click({ force: true })
    expect(await page.getByText('send：').count()).toBe(0)
    await page.getByLabel('请输入“确认发放”').fill('确认发放')
    await send.click()
    await page.getByText('send：没有填写原因').waitFor()
  })

  it('explains a figure with its clause, its facts and what would change it', async () => {
    const { page, open } = await visit()
    await open('/list/7?tab=time')
    const card = page.getByRole('region', { name: '依据：高龄津贴 · 2026-11' })
    expect(await card.textContent()).toMatch(/示例〔2020〕1号.*最近核对 2026-06-01/)
    expect(await card.textContent()).toContain('如果年满 90 岁，就会变成每月 300.00 元。')
    await page.getByRole('tab', { name: '时间线', selected: true }).press('ArrowLeft')
    await page.waitForURL(/tab=act/)
  })

  it('tells unknown, not applicable and zero apart', async () => {
    const { page, open } = await visit()
    await open('/list/7')
    for (const words of ['未采集', '不适用', '0 张']) await page.getByText(words, { exact: true }).waitFor()
  })
})

describe('forms and the command bar', () => {
  it('lists all problems with the focus on them, each leading to its field', async () => {
    const { page, open, accessible } = await visit()
    await open('/form')
    await page.getByRole('button', { name: '登记老人' }).click()
    expect(await page.title()).toMatch(/^有 2 处需要修改 - /)
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('y-errors')
    await accessible()
    await page.getByRole('link', { name: '请选择住在哪里。' }).click()
    await page.keyboard.type('mdz')
    await page.getByRole('option', { name: /木洞镇/ }).click()
    expect(await page.getByLabel('住在').inputValue()).toBe('重庆市 / 巴南区 / 木洞镇')
    await page.getByLabel('出生日期').fill('1944年3月12日')
    await page.getByLabel('出生日期').blur()
    expect(await page.getByLabel('出生日期').inputValue()).toBe('1944-03-12')
  })

  it('opens on Ctrl K, finds by pinyin initials, adds what the server knows below', async () => {
    const { page, open, accessible } = await visit()
    await open('/form')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('gljt')
    await page.getByRole('option', { name: '高龄津贴' }).waitFor()
    await page.getByRole('option', { name: /王秀英/ }).waitFor()
    await accessible()
    await page.keyboard.press('Enter')
    expect(await page.locator('output').textContent()).toBe('高龄津贴')
  })

  it('drops a file or chooses it by keys, then shows counted progress', async () => {
    const { page, open, accessible } = await visit()
    await open('/wizard')
    await accessible()
    await page.getByLabel('还没有台账').setInputFiles({ name: '台账.xlsx', mimeType: '', buffer: Buffer.from('x') })
    await page.getByText('正在检查 台账.xlsx 3,412 行，已完成 1,980 行').waitFor()
    await accessible()
  })
})
