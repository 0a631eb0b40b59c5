import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { isReachable, postgresFolder, runsAsRoot, UNPRIVILEGED } from './binaries.ts'

export type Cluster = { url: string; stop: () => Promise<void>; pid: number }

/** Settings that differ from PostgreSQL's own: one application on a small machine, C order, China's clock. */
const SETTINGS: Record<string, string> = {
  listen_addresses: "''",
  max_connections: '60',
  shared_buffers: "'96MB'",
  work_mem: "'16MB'",
  maintenance_work_mem: "'128MB'",
  max_wal_size: "'2GB'",
  checkpoint_timeout: "'15min'",
  wal_compression: 'on',
  jit: 'off',
  timezone: "'Asia/Shanghai'",
  log_timezone: "'Asia/Shanghai'",
  log_parameter_max_length_on_error: '0',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  max_parallel_workers_per_gather: '1',
}

// Containers like to run under a number that /etc/passwd does not know; initdb refuses that, and nothing around it can help.
const NO_ACCOUNT =
  'PostgreSQL cannot run under a user id without an account: add this id to /etc/passwd, run as another user, or set DATABASE_URL.'

/**
 * Starts the embedded PostgreSQL on a folder, creating it the first time. A postmaster that outlived a killed process is
 * stopped first: it belongs to nobody, since the folder's lock is ours. One that is not `lasting` (a test's) waits for no disk.
 */
export async function startCluster(folder: string, { lasting = true } = {}): Promise<Cluster> {
  const native = postgresFolder()
  const data = clusterFolder(folder)
  const password = await prepare(native, folder, data)
  stopLeftover(data)
  const sockets = socketFolder(data)
  const options = lasting ? [] : ['-F', '-c', 'max_wal_size=256MB']
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', data, '-k', sockets, ...options], {
    ...asUnprivileged(),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C in the terminal must reach Node alone, which then stops the cluster in order.
    detached: true,
  })
  const tail = keepTail(child)
  const url = `postgres://yiyang:${password}@localhost/yiyang?host=${encodeURIComponent(sockets)}`
  await untilReady(url, child, tail)
  const stop = async () => {
    await stopChild(child)
    if (sockets !== data) rmSync(sockets, { recursive: true, force: true })
  }
  return { url, stop, pid: child.pid ?? 0 }
}

/**
 * Where the cluster lies: in the data folder, or in a reachable place when that lies under a closed directory. A data folder that is closed
 * itself (as temporary folders of root are) is opened for passing, not for listing: what is secret in it has its own mode.
 */
function clusterFolder(folder: string): string {
  if (!runsAsRoot() || isReachable(folder)) return join(folder, 'postgres')
  if (isReachable(dirname(folder)) && !existsSync(join(folder, 'POSTGRES_LIES_AT'))) {
    chmodSync(folder, (statSync(folder).mode & 0o777) | 0o001)
    return join(folder, 'postgres')
  }
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  const elsewhere = join('/var/lib', `yiyang-${id}`)
  writeFileSync(join(folder, 'POSTGRES_LIES_AT'), `${elsewhere}\n`)
  return elsewhere
}

async function prepare(native: string, folder: string, data: string): Promise<string> {
  const secret = join(folder, 'postgres.password')
  if (existsSync(join(data, 'yiyang-initialised')) && existsSync(secret)) return readFileSync(secret, 'utf8').trim()
  // An unfinished initdb leaves a folder that PostgreSQL would refuse; nothing of value is in it yet.
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const password = randomBytes(24).toString('hex')
  const handed = join(data, '..', `.initdb-${process.pid}`)
  writeFileSync(handed, password, { mode: 0o600 })
  writeFileSync(secret, password, { mode: 0o600 })
  if (runsAsRoot()) {
    chownSync(data, UNPRIVILEGED, UNPRIVILEGED)
    chownSync(handed, UNPRIVILEGED, UNPRIVILEGED)
  }
  const made = spawnSync(
    join(native, 'bin', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'yiyang',
      '--encoding=UTF8',
      '--locale=C',
      '--auth=scram-sha-256',
      `--pwfile=${handed}`,
      '--no-sync',
    ],
    { ...asUnprivileged(), encoding: 'utf8' },
  )
  rmSync(handed, { force: true })
  if (made.stderr?.includes('could not look up effective user ID')) throw new Error(NO_ACCOUNT)
  if (made.status !== 0) throw new Error(`initdb did not succeed: ${made.stderr || made.error?.message}`)
  const conf = join(data, 'postgresql.conf')
  const lines = Object.entries(SETTINGS).map(([name, value]) => `${name} = ${value}`)
  writeFileSync(conf, `${readFileSync(conf, 'utf8')}\n${lines.join('\n')}\n`)
  const cluster = await startOnce(native, data, password)
  await cluster()
  writeFileSync(join(data, 'yiyang-initialised'), '')
  if (runsAsRoot()) chownSync(join(data, 'yiyang-initialised'), UNPRIVILEGED, UNPRIVILEGED)
  return password
}

/** Starts the new cluster once to create the database; returns what stops it. */
async function startOnce(native: string, data: string, password: string): Promise<() => Promise<void>> {
  const sockets = socketFolder(data)
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', data, '-k', sockets, '-F'], {
    ...asUnprivileged(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const tail = keepTail(child)
  const url = `postgres://yiyang:${password}@localhost/postgres?host=${encodeURIComponent(sockets)}`
  await untilReady(url, child, tail)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create database yiyang')
  await client.end()
  return async () => {
    await stopChild(child)
    if (sockets !== data) rmSync(sockets, { recursive: true, force: true })
  }
}

/** A Unix socket's path may have 107 bytes; long folders get a short private one in the temporary folder. */
function socketFolder(data: string): string {
  if (Buffer.byteLength(data) <= 85) return data
  const short = mkdtempSync(join(tmpdir(), 'yiyang-'))
  if (runsAsRoot()) chownSync(short, UNPRIVILEGED, UNPRIVILEGED)
  return short
}

const asUnprivileged = (): { uid?: number; gid?: number; cwd: string } =>
  runsAsRoot() ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED, cwd: '/' } : { cwd: '/' }

function keepTail(child: ChildProcess): () => string {
  let text = ''
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-4000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return () => text
}

async function untilReady(url: string, child: ChildProcess, tail: () => string): Promise<void> {
  const until = Date.now() + 60_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${tail()}`)
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      await client.end().catch(() => {})
      if (Date.now() > until) throw new Error(`PostgreSQL does not answer: ${(error as Error).message} ${tail()}`)
    }
    await new Promise((done) => setTimeout(done, 40))
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGINT') // the fast shutdown; SIGTERM would wait for every client
  const late = setTimeout(() => child.kill('SIGQUIT'), 20_000)
  await ended
  clearTimeout(late)
}

function stopLeftover(data: string): void {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isPostgresOn(pid, data)) return
  process.kill(pid, 'SIGINT')
  const until = Date.now() + 20_000
  while (isPostgresOn(pid, data) && Date.now() < until) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  if (isPostgresOn(pid, data)) process.kill(pid, 'SIGQUIT')
}

/** True when the process is a postmaster on this very folder: a process id may have been given to somebody else. */
function isPostgresOn(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return line.includes(data)
  } catch {
    return process.platform !== 'linux'
  }
}
