import { it } from 'vitest'
import { browse } from './harness/browser.ts'

const visit = browse()
const SHOTS = '/tmp/papers/shots'
it('shots', async () => {
  for (const [size, elder] of [
    ['office', false],
    ['phone', false],
    ['phone', true],
    ['office', true],
  ] as const) {
    const { page, open, accessible } = await visit({ size, elder })
    for (const path of [
      '/',
      '/search?q=gljt',
      '/search?q=%E7%95%8C%E7%9F%B3',
      '/policy/old-age-allowance',
      '/news',
      '/check',
      '/help',
      '/signin',
    ]) {
      await open(path)
      await page.waitForTimeout(400)
      await page.screenshot({
        path: `${SHOTS}/${size}${elder ? '-elder' : ''}-${path.replaceAll(/\W/g, '_')}.png`,
        fullPage: true,
      })
      await accessible().catch((e) => console.log(size, elder, path, String(e.message).slice(0, 1500)))
    }
  }
  for (const size of ['office', 'phone'] as const) {
    const { page, open, signIn, accessible } = await visit({ size })
    await signIn('demo-district', '/w/notices')
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${SHOTS}/${size}-notices.png` })
    await page.getByRole('button', { name: '写公告' }).click()
    await page.screenshot({ path: `${SHOTS}/${size}-write.png` })
    await accessible().catch((e) => console.log('write', size, String(e.message).slice(0, 1500)))
    await open('/w/account')
    await page.getByRole('region', { name: '动态码' }).getByLabel('当前密码').fill('yiyang-demo-2026')
    await page.getByRole('button', { name: '开通动态码' }).click()
    await page.locator('strong.y-secret').waitFor()
    await page.screenshot({ path: `${SHOTS}/${size}-factor.png`, fullPage: true })
    await accessible().catch((e) => console.log('factor', size, String(e.message).slice(0, 1500)))
    await open('/w')
    await page.screenshot({ path: `${SHOTS}/${size}-w.png` })
    await open('/w/elders')
    await page.screenshot({ path: `${SHOTS}/${size}-elders.png` })
    await page.clock.install()
    await page.clock.fastForward('01:51:00')
    await page.waitForTimeout(500)
    await page.clock.fastForward('00:00:30')
    await page.waitForTimeout(500)
    await page.screenshot({ path: `${SHOTS}/${size}-idle.png` })
  }
}, 300000)
