import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Counts = { passed: number; failed: number; skipped: number }

const ROOT = join(import.meta.dirname, '../..')
const FOLDERS = ['src', 'simulator', 'tools', 'e2e']

/** Runs vitest once and counts from its JSON report. A file that could not even be loaded counts as one failure. */
export async function runSuite(args: readonly string[], env: Record<string, string> = {}): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'yiyang-report-'))
  const report = join(folder, 'report.json')
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } },
  )
  const status = await new Promise<number | null>((done) => child.once('close', done))
  try {
    const counts = countReport(readFileSync(report, 'utf8'))
    // An error outside every test (an unhandled rejection) fails the run although each test passed.
    return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  } catch {
    process.stderr.write(`vitest ended with ${status} and left no report\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Counts tests by what became of them in vitest's JSON report. */
export function countReport(json: string): Counts {
  const report = JSON.parse(json) as {
    testResults: { status: string; assertionResults: { status: string }[] }[]
  }
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const file of report.testResults) {
    const failedBefore = counts.failed
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed++
      else if (status === 'failed') counts.failed++
      else counts.skipped++
    }
    if (file.status === 'failed' && counts.failed === failedBefore) counts.failed++
  }
  return counts
}

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/** Test files whose text matches, as paths from the root: the proof suites read PROVE, the database suites ask for a test database. */
export function testFiles(matching: RegExp): string[] {
  const found: string[] = []
  for (const folder of FOLDERS) {
    let names: string[]
    try {
      names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    } catch {
      continue
    }
    for (const name of names.map((each) => each.replaceAll('\\', '/')).filter((each) => each.endsWith('.test.ts'))) {
      const path = `${folder}/${name}`
      if (matching.test(readFileSync(join(ROOT, path), 'utf8'))) found.push(path)
    }
  }
  return found.sort()
}
