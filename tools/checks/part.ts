import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** What one part of `npm run check` found: an empty list is clean; each finding starts with the file that it is about. */
export type Findings = { readonly name: string; readonly findings: readonly string[]; readonly ms: number }

export const ROOT = join(import.meta.dirname, '../..')

/** Runs a tool of node_modules; its output is the findings when it does not end with 0. */
export async function runTool(name: string, script: string, args: readonly string[]): Promise<Findings> {
  const from = performance.now()
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  })
  let output = ''
  const keep = (chunk: Buffer) => {
    output += chunk.toString('utf8')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const status = await new Promise<number | null>((done) => child.once('close', done))
  const ms = performance.now() - from
  const findings = status === 0 ? [] : output.trim().split('\n')
  return { name, findings: status !== 0 && output.trim() === '' ? [`${name} ended with ${status}`] : findings, ms }
}
