import {
  type ChildProcess,
  execFile,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
  spawn,
} from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

export type RunningServer = {
  process: ChildProcess
  address: string
  /** Everything it has said so far. */
  said: () => string
  /** SIGINT and the end of the process. */
  stop: () => Promise<number | null>
  kill: () => Promise<void>
}

export type Ended = { status: number | null; out: string; err: string }

/** Starts the server as `npm start` does; the promise ends when it says that it is ready. @throws with its words when it ends before */
export async function startServer(args: string[], env: Record<string, string> = {}): Promise<RunningServer> {
  const child = spawn(process.execPath, ['src/app/server.ts', '--port', '0', ...args], options(env))
  let said = ''
  const ended = new Promise<number | null>((done) => child.once('close', done))
  const address = await new Promise<string>((done, fail) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8')
      const ready = /Yiyang ready: (\S+)/.exec(said)
      if (ready?.[1] !== undefined) done(ready[1])
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    void ended.then((status) => fail(new Error(`the server ended with ${status}: ${said}`)))
  })
  return {
    process: child,
    address,
    said: () => said,
    stop: () => {
      child.kill('SIGINT')
      return ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts the server and kills it after some milliseconds, wherever it is then; true when it was ready already. */
export async function startAndKill(
  args: string[],
  afterMs: number,
  env: Record<string, string> = {},
): Promise<boolean> {
  const child = spawn(process.execPath, ['src/app/server.ts', '--port', '0', ...args], options(env))
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const ended = new Promise((done) => child.once('close', done))
  await Promise.race([ended, new Promise((done) => setTimeout(done, afterMs))])
  child.kill('SIGKILL')
  await ended
  return said.includes('Yiyang ready')
}

/** Runs a command of `yiyang` to its end. */
export function yiyang(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const run = execFile(
      process.execPath,
      ['src/app/cli.ts', ...args],
      { cwd: ROOT, encoding: 'utf8' },
      (error, out, err) => {
        done({ status: error === null ? 0 : (run.exitCode ?? 1), out, err })
      },
    )
  })
}

const options = (env: Record<string, string>): SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe> => ({
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, YIYANG_LOG: 'error', DATABASE_URL: '', ...env },
})
