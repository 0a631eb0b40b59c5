import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { findBrowser, HOW_TO_GET_A_BROWSER } from '../../tools/testing/browser.ts'

/** Flags for a browser without a screen, a profile or a call home. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const PICTURES = join(import.meta.dirname, '../../docs/screenshots')
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Base sizes of UX §13.6. */
export const SIZES = { office: { width: 1366, height: 768 }, phone: { width: 360, height: 780 } } as const

export type Visit = {
  page: Page
  /** Goes to a path of the product and waits until nothing is loading. */
  open: (path: string) => Promise<void>
  /** Signs in through the page as a demonstration account. */
  signIn: (username: string, to?: string) => Promise<void>
  /** No violation of WCAG 2.2 AA, and nothing wider than the window. */
  accessible: () => Promise<void>
  /** Writes docs/screenshots/NAME.png when the run is asked for pictures (YIYANG_PICTURES=1). */
  picture: (name: string) => Promise<void>
}

const PASSWORD = 'yiyang-demo-2026'

/**
 * Gives a file of journeys its browser. Each visit is a fresh profile; at the end of each test it is closed, and any error or
 * warning on the console, any exception of a page and any call to another machine fails the test.
 */
export function browse(): (options?: {
  size?: keyof typeof SIZES
  elder?: boolean
  origin?: string
}) => Promise<Visit> {
  let browser: Browser
  const open: BrowserContext[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    const executablePath = findBrowser()
    if (executablePath === undefined) throw new Error(HOW_TO_GET_A_BROWSER)
    browser = await chromium.launch({ executablePath, args: FLAGS })
  })
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close()
    expect(complaints.splice(0), 'console errors and foreign calls').toEqual([])
  })
  afterAll(() => browser?.close())

  return async ({ size = 'office', elder = false, origin = inject('origin') } = {}) => {
    const context = await browser.newContext({
      viewport: SIZES[size],
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      baseURL: origin,
    })
    open.push(context)
    // A machine that does much else besides is slow, not broken.
    context.setDefaultTimeout(60_000)
    if (elder) await context.addInitScript(() => localStorage.setItem('yiyang.preferences', '{"elder":true}'))
    const page = await context.newPage()
    watch(page, origin, complaints)
    return visitOf(page)
  }
}

function visitOf(page: Page): Visit {
  const settle = async () => {
    await page.waitForFunction(() => document.querySelector('h1') !== null && !document.querySelector('.y-skeleton'))
  }
  return {
    page,
    open: async (path) => {
      await page.goto(path)
      await settle()
    },
    signIn: async (username, to = '/w') => {
      await page.goto(`/signin?to=${encodeURIComponent(to)}`)
      await page.getByLabel('账号').fill(username)
      await page.getByLabel('密码').fill(PASSWORD)
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.waitForURL((url) => url.pathname === new URL(to, url).pathname)
      // The address changes before the office has arrived.
      await page.getByRole('navigation', { name: '主菜单' }).waitFor()
      await settle()
    },
    accessible: async () => {
      await settle()
      // Our pages have no frames: the simple mode is the same check, without a second page for gathering results.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(WCAG).analyze()
      expect(
        violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`),
      ).toEqual([])
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(tooWide, 'pixels wider than the window').toBeLessThanOrEqual(0)
      expect(await page.locator('h1').count(), 'one h1').toBe(1)
    },
    picture: async (name) => {
      if (process.env.YIYANG_PICTURES !== '1') return
      await settle()
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: join(PICTURES, `${name}.png`) })
    },
  }
}

/** A refusal that a page shows in words, and a network that a test has cut, also make the browser write a line; it is no fault. */
const EXPECTED =
  /^Failed to load resource: (the server responded with a status of (401|403|404|409|422|423|429)|net::ERR_INTERNET_DISCONNECTED)/

function watch(page: Page, origin: string, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !EXPECTED.test(message.text())) {
      complaints.push(`${message.type()}: ${message.text()}`)
    }
  })
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== origin) {
      complaints.push(`call to another machine: ${request.url()}`)
    }
  })
}
