import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('J11.1 门户', () => {
  it('J11.1 routes by need, and every page has 首页 and 找人帮忙 in the same order and place', async () => {
    const { page, open, accessible, picture } = await visit()
    await open('/')
    await accessible()
    await picture('P01-home')
    await page.getByRole('link', { name: /想吃上现成的热饭/ }).click()
    await page.getByRole('heading', { level: 1, name: '想吃上现成的热饭' }).waitFor()
    await accessible()
    const order = await page.locator('header nav > *').allTextContents()
    expect(order).toEqual(['返回', '首页', '找人帮忙', '大字版'])
  })

  it('J11.1 lets the keyboard skip to the text first', async () => {
    const { page, open } = await visit()
    await open('/')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  })

  it('J11.1 keeps elder mode on every page, with large text, large targets and at most four things to do', async () => {
    const { page, open, accessible, picture } = await visit({ size: 'phone' })
    await open('/')
    await page.getByRole('button', { name: '大字版' }).click()
    await accessible()
    await picture('P01-home-elder')
    expect(await page.locator('main a').count()).toBeLessThanOrEqual(4)
    await page.getByRole('link', { name: /我能享受什么/ }).click()
    await page.getByRole('heading', { level: 1, name: '老人住在哪个区县' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: '退出大字版' }).waitFor()
    await accessible()
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('body *')]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .filter(
          (element) => element.offsetParent !== null && Number.parseFloat(getComputedStyle(element).fontSize) < 20,
        )
        .map((element) => element.textContent),
    )
    expect(small, 'text below 20 px').toEqual([])
    const targets = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, .y-button, .y-tile, [role=option], .y-control')]
        .filter((element) => element.offsetParent !== null && element.getBoundingClientRect().height < 60)
        .map((element) => element.textContent),
    )
    expect(targets, 'targets below 60 px').toEqual([])
  })
})

describe('the portal on a slow line', () => {
  it('sends less than 250 KB of script before the first page is complete', async () => {
    const { page, open } = await visit({ size: 'phone' })
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    const scripts = new Map<string, number>()
    session.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.set(requestId, 0)
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) scripts.set(requestId, encodedDataLength)
    })
    await open('/')
    await page.waitForLoadState('networkidle')
    const sent = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)
    expect(scripts.size).toBeGreaterThan(1)
    expect(sent).toBeGreaterThan(30_000)
    expect(sent).toBeLessThan(250 * 1024)
  })
})

describe('J11.1 我能享受什么', () => {
  it('J11.1 answers six questions without login, on a phone, and explains each benefit with its clause', async () => {
    const { page, open, accessible, picture } = await visit({ size: 'phone' })
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.url())
    })
    await open('/')
    await page.getByRole('link', { name: /我能享受什么/ }).click()
    await page.getByRole('combobox', { name: '区县' }).fill('bn')
    await page.getByRole('option', { name: '巴南区' }).click()
    await picture('P02-question')
    const next = page.getByRole('button', { name: '继续' })
    await next.click()

    await page.getByLabel('出生年月').fill('1844-03')
    await next.click()
    await page.getByText('是不是年份写错了一位').first().waitFor()
    await accessible()
    await page.getByLabel('出生年月').fill('194403')
    await next.click()

    await page.getByText('户口就在这个区县').click()
    await next.click()
    await page.getByText('不清楚', { exact: true }).click()
    await next.click()
    await page.getByText('常常要人帮').click()
    await accessible()
    await next.click()
    await page.getByText('一个人住').click()
    await next.click()

    await page.getByRole('heading', { level: 1, name: '检查答案' }).waitFor()
    await accessible()
    await page.getByRole('button', { name: '修改：老人平时和谁住' }).click()
    await page.getByText('只和老伴住').click()
    await next.click()
    await page.getByRole('heading', { level: 1, name: '检查答案' }).waitFor()
    await page.getByRole('button', { name: '查看结果' }).click()

    const now = page.getByRole('region', { name: /现在可以办/ })
    await now.getByRole('heading', { name: '高龄津贴' }).waitFor()
    await accessible()
    await picture('P02-result')
    const allowance = now.getByRole('article').filter({ hasText: '高龄津贴' })
    await allowance.getByText('依据和办法').click()
    expect(await allowance.textContent()).toMatch(/《.+》（.+〔20\d\d〕.+号）.+最近核对 20\d\d-\d\d-\d\d/)
    expect(await allowance.textContent()).toContain('12345')
    expect(sent, 'the answers leave the browser').toEqual([])
  })

  it('J11.1 never turns 不清楚 into 不符合', async () => {
    const { page, open } = await visit()
    await open('/')
    await answer(page, {
      district: '500113',
      born: '1944-03',
      household: 'unknown',
      hardship: 'unknown',
      care: 'unknown',
      living: 'unknown',
    })
    await open('/what-can-i-receive?at=result')
    await page.getByRole('region', { name: /再确认一项就能办/ }).waitFor()
    const refused = await page
      .getByRole('region', { name: /暂时不符合/ })
      .getByRole('article')
      .allTextContents()
    expect(refused).toEqual([])
  })

  it('J11.1 asks for the kind of insurance only beside what needs it, and recomputes at once', async () => {
    const { page, open, accessible } = await visit({ size: 'phone', elder: true })
    await open('/')
    await answer(page, {
      district: '500113',
      born: '1944-03',
      household: 'here',
      hardship: 'other',
      care: 'severe',
      living: 'family',
    })
    await open('/what-can-i-receive?at=result')
    await accessible()
    const insurance = page.getByRole('article').filter({ hasText: '长期护理保险' })
    await insurance.getByText('居民医保').click()
    await page
      .getByRole('region', { name: /暂时不符合/ })
      .getByRole('heading', { name: '长期护理保险' })
      .waitFor()
  })

  it('J11.1 cannot be entered in the middle without the answers before', async () => {
    const { page, open } = await visit()
    await open('/what-can-i-receive?at=result')
    await page.getByRole('heading', { level: 1, name: '老人住在哪个区县' }).waitFor()
  })
})

const answer = (page: Page, answers: object) =>
  page.evaluate(
    (kept) => sessionStorage.setItem('yiyang.answers', JSON.stringify({ at: Date.now(), answers: kept })),
    answers,
  )
