import { spawn } from 'node:child_process'
import { join } from 'node:path'

const CLI = join(import.meta.dirname, '../../cli.ts')

export type Ran = { status: number | null; out: string; json: Record<string, unknown> }

/** Runs the command as a script would: standard output is all it reads. */
export function yiyang(words: string, input?: unknown, env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...words.split(' ')], {
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(input === undefined ? '' : JSON.stringify(input))
  let out = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  return new Promise((done) => {
    child.on('close', (status) => {
      let json: Record<string, unknown> = {}
      if (out.startsWith('{') || out.startsWith('[')) json = JSON.parse(out)
      done({ status, out, json })
    })
  })
}
