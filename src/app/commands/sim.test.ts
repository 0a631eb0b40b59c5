import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { command as divisions } from './divisions.ts'
import { command as sim } from './sim.ts'

const folder = mkdtempSync(join(tmpdir(), 'yiyang-sim-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let out = ''
let complaint = ''
beforeEach(() => {
  out = ''
  complaint = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complaint += text
    return true
  })
})

describe('yiyang sim', () => {
  const CITY = ['--elders', '300', '--seed', '7', '--in', '500113', '--on', '2026-11-01']

  it('writes the same bytes twice, and says in JSON what it wrote', async () => {
    const files = ['a.jsonl', 'b.jsonl'].map((name) => join(folder, name))
    for (const file of files) expect(await sim.run([...CITY, '--out', file])).toBe(0)
    const [first, second] = files.map((file) => readFileSync(file))
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true)
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({ elders: 300, within: '500113', on: '2026-11-01' })
  })

  it('writes the lists of three departments', async () => {
    expect(await sim.run([...CITY, '--lists', join(folder, 'lists')])).toBe(0)
    expect(readdirSync(join(folder, 'lists'))).toHaveLength(3)
  })

  it('refuses a place that does not exist on the day, a day before the census and a missing seed, in one message', async () => {
    expect(await sim.run(['--elders', '5', '--seed', '1', '--in', '500112', '--on', '2026-11-01', '--out', 'x'])).toBe(
      2,
    )
    expect(complaint).toMatch(/--in 500112/)
    expect(await sim.run(['--elders', '5', '--seed', '1', '--on', '2019-01-01', '--out', 'x'])).toBe(2)
    expect(complaint).toMatch(/2020-11-01/)
    expect(await sim.run(['--elders', '5'])).toBe(2)
    expect(out).toBe('')
  })
})

describe('yiyang divisions', () => {
  it('shows a division on any day as JSON, without a database', async () => {
    expect(await divisions.run(['show', '500112007', '--on', '2023-06-30', '--json'])).toBe(0)
    expect(await divisions.run(['show', '500112007', '--on', '2026-11-01', '--json'])).toBe(0)
    const [before, after] = out.trim().split('\n')
    expect(JSON.parse(before ?? '')).toMatchObject({ path: '渝北区 / 鸳鸯街道' })
    expect(JSON.parse(after ?? '')).toMatchObject({ path: '两江新区 / 鸳鸯街道' })
  })

  it('searches, lists a tree, and refuses an unknown key', async () => {
    expect(await divisions.run(['search', 'bnq', 'jsz'])).toBe(0)
    expect(out).toContain('巴南区 / 界石镇')
    expect(await divisions.run(['tree', 'zone-wansheng', '--on', '2026-11-01'])).toBe(0)
    expect(out.match(/綦江区/g)).toHaveLength(10)
    expect(await divisions.run(['show', 'nowhere', '--json'])).toBe(1)
    expect(out).toContain('divisionUnknown')
    expect(await divisions.run(['code', 'liangjiang', '500157'])).toBe(2)
  })
})
