import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startAndKill, startServer, yiyang } from './server-process.ts'

const KILLS = process.env.PROVE === '1' ? 30 : 3
const SEED = 20_261_121
// A small demonstration: the kills then fall into every part of the first start.
const SMALL = { YIYANG_DEMONSTRATION_ELDERS: '400' }

const base = mkdtempSync(join(tmpdir(), 'yiyang-kills-'))
chmodSync(base, 0o755)
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** What a backup counts of the tables that a start fills. */
async function rowsOf(folder: string): Promise<Record<string, number>> {
  const backup = `${folder}-backup`
  const made = await yiyang('db', 'backup', backup, '--data', folder)
  expect(made.status).toBe(0)
  const { tables } = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as {
    tables: { schema: string; table: string; rows: number }[]
  }
  const filled = tables.filter(({ schema }) => ['divisions', 'elders', 'yiyang', 'policy'].includes(schema))
  return Object.fromEntries(filled.map(({ schema, table, rows }) => [`${schema}.${table}`, rows]))
}

describe('kill -9 during the first start, its migrations and its demonstration', () => {
  it(`${KILLS} times, at any moment: the next start completes it without a hand`, { timeout: 1_500_000 }, async () => {
    const whole = join(base, 'whole')
    const from = performance.now()
    const undisturbed = await startServer(['--data', whole], SMALL)
    const takes = performance.now() - from
    await undisturbed.stop()
    const expected = await rowsOf(whole)

    let random = SEED
    let folder = ''
    for (let kill = 0; kill < KILLS; kill++) {
      // Every third kill begins a folder of its own, so that the earliest moments are met too.
      if (kill % 3 === 0) folder = join(base, `killed-${kill}`)
      random = (random * 48_271) % 2_147_483_647
      await startAndKill(['--data', folder], 50 + (random % Math.ceil(takes)), SMALL)
      if (kill % 3 !== 2 && kill !== KILLS - 1) continue
      const server = await startServer(['--data', folder], SMALL)
      expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
      await server.stop()
      expect(await rowsOf(folder)).toEqual(expected)
      expect((await yiyang('db', 'verify', '--data', folder)).status).toBe(0)
      rmSync(folder, { recursive: true, force: true })
      rmSync(`${folder}-backup`, { recursive: true, force: true })
    }
  })
})
