import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer, yiyang } from './server-process.ts'

const base = mkdtempSync(join(tmpdir(), 'yiyang-start-'))
// As root the database runs as another account, which must be able to reach its folder.
chmodSync(base, 0o755)
/** Made by the first test; those that are about something else than a first start go on with it. */
const made = join(base, 'one')
const running: RunningServer[] = []
const start = async (folder: string) => {
  const server = await startServer(['--empty', '--data', folder])
  running.push(server)
  return server
}
afterAll(async () => {
  for (const each of running) await each.stop()
  rmSync(base, { recursive: true, force: true })
})

describe('the data folder', { timeout: 300_000 }, () => {
  it('belongs to one server: the second is refused in one sentence, commands join the first', async () => {
    const folder = made
    const first = await start(folder)
    await expect(start(folder)).rejects.toThrow(
      new RegExp(`already runs on this data folder \\(process ${first.process.pid} at ${first.address}\\)`),
    )
    const status = await yiyang('db', 'status', '--data', folder)
    expect(status.status).toBe(0)
    expect(JSON.parse(status.out)).toMatchObject({ pending: [], changed: [], unknown: [] })
    expect((await fetch(`${first.address}/readyz`)).status).toBe(200)
    expect(await first.stop()).toBe(0)
    expect(existsSync(join(folder, 'yiyang.lock'))).toBe(false)
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it('needs no hand after a kill: the database that lived on is taken over', async () => {
    const folder = made
    const first = await start(folder)
    await first.kill()
    const postmaster = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
    expect(() => process.kill(postmaster, 0)).not.toThrow()
    const second = await start(folder)
    expect((await fetch(`${second.address}/healthz`)).status).toBe(200)
    expect(await second.stop()).toBe(0)
  })

  it('is made by a command where there is none, also by two commands at once', async () => {
    const folder = join(base, 'fresh')
    const both = await Promise.all([1, 2].map(() => yiyang('db', 'migrate', '--data', folder)))
    expect(both.map((each) => [each.status, each.err])).toEqual([
      [0, ''],
      [0, ''],
    ])
    const status = await yiyang('db', 'status', '--data', folder)
    expect(JSON.parse(status.out)).toMatchObject({ pending: [] })
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it.each([
    ['spaces and Chinese', '颐养 数据'],
    ['more than a socket path may have', 'x'.repeat(120)],
  ])('may lie on a path with %s', async (_, name) => {
    const server = await start(join(base, name))
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
    expect(await server.stop()).toBe(0)
  })

  it('a lock whose process id belongs to somebody else now is no lock', async () => {
    writeFileSync(join(made, 'yiyang.lock'), JSON.stringify({ pid: process.pid, startedTicks: '1' }))
    const server = await start(made)
    expect(await server.stop()).toBe(0)
  })
})

describe('backup and restore from the command line', { timeout: 300_000 }, () => {
  it('beside a running server, into an empty folder, with the keys that were kept apart', async () => {
    const folder = made
    const [backup, keys, other] = ['backup', 'kept/keys.json', 'restored'].map((name) => join(base, name))
    const server = await start(folder)
    const saved = await yiyang('db', 'backup', backup!, '--data', folder)
    expect(saved.status).toBe(0)
    expect(saved.err).toContain('keys are not in the backup')
    expect(readdirSync(backup!)).not.toContain('keys.json')
    mkdirSync(join(base, 'kept'))
    copyFileSync(join(folder, 'keys.json'), keys!)
    await server.stop()
    expect(await yiyang('db', 'verify', backup!)).toMatchObject({ status: 0 })

    const without = await yiyang('db', 'restore', backup!, '--data', other!)
    expect(without).toMatchObject({ status: 1, out: '' })
    expect(without.err).toContain('--keys')
    const restored = await yiyang('db', 'restore', backup!, '--data', other!, '--keys', keys!)
    expect(restored.err).toBe('')
    expect(JSON.parse(restored.out).tables).toBe(JSON.parse(saved.out).tables)
    expect(readFileSync(join(other!, 'keys.json'), 'utf8')).toBe(readFileSync(keys!, 'utf8'))
    expect(await yiyang('db', 'verify', '--data', other!)).toMatchObject({ status: 0 })
    const again = await yiyang('db', 'restore', backup!, '--data', other!, '--keys', keys!)
    expect(again.status).toBe(1)
    const second = await start(other!)
    expect((await fetch(`${second.address}/readyz`)).status).toBe(200)
  })
})
