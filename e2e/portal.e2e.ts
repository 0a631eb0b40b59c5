import { describe, expect, it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()

describe('J11.1 门户', () => {
  it('J11.1 routes by need, and every page has 首页 and 找人帮忙 in the same order and place', async () => {
    const { page, open, accessible, picture } = await visit()
    await open('/')
    await accessible()
    await picture('P01-首页')
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
    await picture('P01-首页-大字版')
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
