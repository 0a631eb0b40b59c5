/**
 * `npm test`: unit and database suites on the embedded PostgreSQL, then the browser suite; a seeded tenth of kills, isolation
 * attempts and fuzz cases. `--prove`: only the proof suites, in full. `--database`: only the suites that use a test database
 * (with TEST_DATABASE_URL or TEST_CITUS_URL they run there). Other arguments go to vitest (`npm test -- src/areas/elders`).
 * The last line is always `N passed, N failed, N skipped`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser, HOW_TO_GET_A_BROWSER } from './testing/browser.ts'
import { add, browserFiles, type Counts, inTwo, runSuite, testFiles, testFilesReaching } from './testing/suite.ts'

const ROOT = join(import.meta.dirname, '..')
const BROWSER_CONFIG = 'vitest.e2e.config.ts'
const NONE: Counts = { passed: 0, failed: 0, skipped: 0, failures: [], repeated: [] }

const args = process.argv.slice(2)
const rest = args.filter((arg) => arg !== '--prove' && arg !== '--database')

async function choose(): Promise<Counts> {
  if (args.includes('--prove')) return prove()
  if (args.includes('--database')) return runFiles(testFilesReaching('src/platform/db/testing.ts'), {})
  if (rest.length > 0) return runSuite(rest)
  return add(await runSuite([]), await runBrowserSuite())
}

const prove = (): Promise<Counts> => runFiles(testFiles(/\bPROVE\b/), { PROVE: '1' })

const runFiles = (files: string[], env: Record<string, string>): Promise<Counts> =>
  files.length === 0 ? Promise.resolve(NONE) : runSuite([...files, ...rest], env)

async function runBrowserSuite(): Promise<Counts> {
  if (!existsSync(join(ROOT, BROWSER_CONFIG))) return NONE
  const browser = findBrowser()
  if (browser === undefined) {
    process.stderr.write(`${HOW_TO_GET_A_BROWSER}\n`)
    // At a developer's desk that is a gap to see; in CI nobody would see it.
    return process.env.CI === undefined
      ? { ...NONE, skipped: 1 }
      : { ...NONE, failed: 1, failures: [HOW_TO_GET_A_BROWSER] }
  }
  if (!existsSync(join(ROOT, 'dist', 'web', 'index.html'))) {
    spawnSync(process.execPath, [join(ROOT, 'tools', 'prepare.ts')], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
  }
  // Two servers, each with its own demonstration: a journey mostly waits for its browser, and half of the machine would stand idle.
  const halves = inTwo(browserFiles()).filter((files) => files.length > 0)
  const counts = await Promise.all(
    halves.map((files) => runSuite(['--config', BROWSER_CONFIG, ...files], { CHROMIUM_PATH: browser })),
  )
  return counts.reduce(add, NONE)
}

const from = performance.now()
const counts = await choose()
process.stdout.write(`\nin ${((performance.now() - from) / 1000).toFixed(0)} s\n`)
for (const repeated of counts.repeated) process.stdout.write(`passed only when repeated: ${repeated}\n`)
for (const failure of counts.failures) process.stdout.write(`failed: ${failure}\n`)
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = counts.failed > 0 ? 1 : 0
