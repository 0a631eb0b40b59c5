import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { readSources, type Source } from '../checks/sources.ts'
import { passingFolder } from './folders.ts'

/** Numbers of tests, and a line (file, name, first lines of the message) for each that failed, or passed only when repeated. */
export type Counts = {
  passed: number
  failed: number
  skipped: number
  failures: readonly string[]
  repeated: readonly string[]
}

const ROOT = join(import.meta.dirname, '../..')
/** What Node compiled once serves every process of the run: the hundreds of small commands that tests start, and vitest's own. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'yiyang')

/** Runs vitest once and counts from its JSON report. A file that could not even be loaded counts as one failure. */
export async function runSuite(args: readonly string[], env: Record<string, string> = {}): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'yiyang-report-'))
  const report = join(folder, 'report.json')
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TMPDIR: passingFolder(), NODE_COMPILE_CACHE: COMPILED, ...env },
    },
  )
  const status = await new Promise<number | null>((done) => child.once('close', done))
  try {
    const counts = countReport(readFileSync(report, 'utf8'))
    // An error outside every test (an unhandled rejection) fails the run although each test passed.
    return status !== 0 && counts.failed === 0
      ? { ...counts, failed: 1, failures: [`an error outside every test: vitest ended with ${status}`] }
      : counts
  } catch {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [`vitest ended with ${status} and left no report`],
      repeated: [],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Counts tests by what became of them in vitest's JSON report. */
export function countReport(json: string): Counts {
  const report = JSON.parse(json) as {
    testResults: {
      name?: string
      message?: string
      status: string
      assertionResults: { status: string; fullName?: string; failureMessages?: string[] }[]
    }[]
  }
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const failures: string[] = []
  const repeated: string[] = []
  for (const file of report.testResults) {
    const path = relative(ROOT, file.name ?? '')
    const failedBefore = counts.failed
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      if (status === 'passed') {
        counts.passed++
        if (failureMessages?.length) repeated.push(failureLine(`${path}: ${fullName}`, failureMessages[0]))
      } else if (status === 'failed') {
        counts.failed++
        failures.push(failureLine(`${path}: ${fullName}`, failureMessages?.[0]))
      } else counts.skipped++
    }
    if (file.status === 'failed' && counts.failed === failedBefore) {
      counts.failed++
      failures.push(failureLine(path, file.message))
    }
  }
  return { ...counts, failures, repeated }
}

/** One line, so that the end of a long log can name what failed: a log's reader often has its tail only. */
const failureLine = (where: string, message = ''): string =>
  `${where}: ${stripVTControlCharacters(message).trim().split('\n').slice(0, 3).join(' | ').slice(0, 400)}`

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
  repeated: [...a.repeated, ...b.repeated],
})

/** Test files whose text matches, as paths from the root: the proof suites read PROVE. */
export const testFiles = (matching: RegExp): string[] =>
  [...readSources(ROOT).values()]
    .filter(({ path, text }) => isSuite(path) && matching.test(text))
    .map(({ path }) => path)
    .sort()

/** The files of the browser suite. */
export const browserFiles = (): Source[] =>
  [...readSources(ROOT).values()].filter(({ path }) => /^e2e\/[^/]+\.e2e\.ts$/.test(path))

/** Two groups of about the same length of text, which is about the same time. */
export function inTwo(files: readonly Source[]): [string[], string[]] {
  const halves: [string[], string[]] = [[], []]
  const long = [0, 0]
  for (const { path, text } of files.toSorted((a, b) => b.text.length - a.text.length || (a.path < b.path ? -1 : 1))) {
    const to = long[0]! <= long[1]! ? 0 : 1
    halves[to].push(path)
    long[to]! += text.length
  }
  return halves
}

/** Test files that come to a file through their imports: the database suites come to the one that makes test databases. */
export function testFilesReaching(file: string): string[] {
  const sources = readSources(ROOT)
  return [...sources.keys()].filter((path) => isSuite(path) && reaches(sources, path, file)).sort()
}

const isSuite = (path: string): boolean => path.endsWith('.test.ts') && !path.startsWith('e2e/')

function reaches(sources: ReadonlyMap<string, Source>, start: string, file: string): boolean {
  const seen = new Set([start])
  const waiting = [start]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (path === file) return true
    for (const { to, typeOnly } of sources.get(path)?.imports ?? []) {
      if (to === undefined || typeOnly || seen.has(to)) continue
      seen.add(to)
      waiting.push(to)
    }
  }
  return false
}
