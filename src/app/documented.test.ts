import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const COMMANDS = readdirSync(join(import.meta.dirname, 'commands'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3))

describe('the documents', () => {
  it('say of each area and each engine what it is', () => {
    const folders = ['src/areas', 'src/engines'].flatMap((above) =>
      readdirSync(join(ROOT, above), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${above}/${entry.name}`),
    )
    expect(folders.length).toBeGreaterThan(10)
    expect(folders.filter((folder) => !existsSync(join(ROOT, folder, 'README.md')))).toEqual([])
  })

  it.each(['README.md', 'README.zh-CN.md'])('%s shows commands that exist', (name) => {
    const text = readFileSync(join(ROOT, name), 'utf8')
    const shown = new Set([...text.matchAll(/yiyang -- ([a-z]+)/g)].map(([, command]) => command ?? ''))
    expect([...shown].filter((command) => !COMMANDS.includes(command))).toEqual([])
    expect(shown.size).toBeGreaterThan(8)
  })
})
