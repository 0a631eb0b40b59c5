import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { html, raw } from 'hono/html'
import type { AppEnv, Area, Platform } from './platform.ts'
import { Refused } from './problem.ts'

/**
 * Serves the page of the app with the plain words of an area where a browser without script reads them. Whatever goes wrong with the words, the app
 * itself still comes.
 */
export function servePlainPages(
  app: OpenAPIHono<AppEnv>,
  web: string,
  areas: readonly Area[],
  platform: Platform,
): void {
  let reading = 0
  for (const { path, read } of areas.flatMap((area) => area.pages?.(platform) ?? []))
    app.get(path, async (c, next) => {
      // Nobody is counted here: whoever asks for many pages at once gets the app alone, and the database is left to the others.
      if (reading >= MOST_AT_ONCE) return next()
      reading++
      const words = await read({ params: c.req.param(), query: c.req.query() })
        .catch((error: unknown) => {
          if (!(error instanceof Refused)) platform.log.error({ error, path }, 'a plain page could not be read')
          return undefined
        })
        .finally(() => reading--)
      if (words === undefined) return next()
      const body = String(await words.body)
      return c.html(await pageWith(web, words.title, body), 200, { 'cache-control': 'no-cache' })
    })
}

const MOST_AT_ONCE = 4
const WORDS = /<noscript>[\s\S]*?<\/noscript>/
const TITLE = /<title>[\s\S]*?<\/title>/

async function pageWith(web: string, title: string, body: string): Promise<string> {
  const page = join(web, 'index.html')
  const plain =
    await html`<main class="y-plain"><h1>${title}</h1>${raw(body)}<p>不用手机和电脑也能办：请拨打政务服务便民热线 <a href="tel:12345">12345</a>，或到当地乡镇（街道）便民服务中心。</p></main>`
  const head = await html`<title>${title} · 颐养</title>`
  // Not built yet: the words are all there is, and they are enough.
  if (!existsSync(page))
    return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">${head}</head><body>${plain}</body></html>`
  return readFileSync(page, 'utf8')
    .replace(TITLE, () => String(head))
    .replace(WORDS, () => `<noscript>${plain}</noscript>`)
}
