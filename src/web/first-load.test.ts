import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const out = join(root, 'dist/web')

type Chunk = { file: string; imports?: string[]; css?: string[] }

/** The chunks that a page needs before it shows, each once: the entry, and what it imports without waiting. */
function closure(manifest: Record<string, Chunk>, names: string[], seen = new Set<string>()): Set<string> {
  for (const name of names) {
    if (seen.has(name)) continue
    seen.add(name)
    closure(manifest, manifest[name]?.imports ?? [], seen)
  }
  return seen
}

beforeAll(() => {
  if (!existsSync(join(out, '.vite/manifest.json'))) execFileSync(process.execPath, [join(root, 'tools/prepare.ts')])
}, 120_000)

const manifestOf = () => JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
const kilobytes = (manifest: Record<string, Chunk>, names: Iterable<string>) =>
  [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(out, manifest[name]?.file ?? ''))).length, 0) / 1024

it.each(['home.tsx', 'entitlement-check.tsx', 'help.tsx'])(
  'the portal page %s needs less than 250 KB of compressed script',
  (page) => {
    const manifest = manifestOf()
    const needed = closure(manifest, ['index.html', `../areas/portal/${page}`])
    expect([...needed].some((name) => name.endsWith(page))).toBe(true)
    const size = kilobytes(manifest, needed)
    expect(size).toBeGreaterThan(30)
    expect(size).toBeLessThan(250)
  },
)

it('the portal loads no part of the office, and no schema library', () => {
  const manifest = manifestOf()
  const needed = closure(manifest, ['index.html', '../areas/portal/home.tsx', '../areas/portal/entitlement-check.tsx'])
  expect([...needed].filter((name) => /office|workbench/.test(name))).toEqual([])
  const script = [...needed].map((name) => readFileSync(join(out, manifest[name]?.file ?? ''), 'utf8')).join('')
  expect(script).not.toContain('invalid_union')
})
