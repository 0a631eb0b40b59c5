import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    origin: string
  }
}

const root = join(import.meta.dirname, '../..')
const READY = /Yiyang ready: (http:\S+)/
/** Few elders, so that the demonstration is there in seconds; journeys find theirs by what they are, not by number. */
const ELDERS = '400'

/** Builds the pages where they are missing, and starts the real server on a free port with a data folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(root, 'dist/web/index.html'))) await import('../../tools/prepare.ts')
  const folder = mkdtempSync(join(tmpdir(), 'yiyang-e2e-'))
  const server = spawn(process.execPath, ['src/app/server.ts', '--data', folder, '--port', '0'], {
    cwd: root,
    env: {
      ...process.env,
      YIYANG_LOG: 'error',
      YIYANG_DEMONSTRATION_ELDERS: process.env.YIYANG_DEMONSTRATION_ELDERS ?? ELDERS,
      YIYANG_SIGN_INS_PER_MINUTE: '10000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  project.provide('origin', await addressOf(server))
  return async () => {
    server.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

function addressOf(server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((done, fail) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const found = READY.exec(said)?.[1]
      if (found) done(found)
    }
    server.stdout?.on('data', listen)
    server.stderr?.on('data', listen)
    server.once('exit', (code) => fail(new Error(`the server ended with ${code}:\n${said}`)))
  })
}
