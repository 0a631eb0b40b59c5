/**
 * `node bench/run.ts NAME [options]` runs one bench, adds machine, date and commit to its result and writes `bench/RESULTS.md`
 * from all results; without a name it lists them.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { surroundings } from './measure.ts'

const FOLDER = import.meta.dirname
const FRAME = new Set(['run', 'measure', 'memory', 'register-server', 'register-data', 'entitlement-data'])

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .filter((name) => !FRAME.has(name))
const [name, ...rest] = process.argv.slice(2)

if (name === undefined || !names.includes(name)) {
  console.info(`Usage: node bench/run.ts NAME\n  ${names.sort().join('\n  ')}`)
  process.exitCode = name === undefined ? 0 : 2
} else {
  const before = surroundings()
  const from = Date.now()
  const { status } = spawnSync(process.execPath, [join(FOLDER, `${name}.ts`), ...rest], { stdio: 'inherit' })
  const result = join(FOLDER, 'results', `${name}.json`)
  if (status === 0 && existsSync(result)) {
    const figures = JSON.parse(readFileSync(result, 'utf8')) as object
    writeFileSync(
      result,
      `${JSON.stringify({ ...before, seconds: Math.round((Date.now() - from) / 1000), ...figures }, null, 2)}\n`,
    )
    writeSummary()
  }
  process.exitCode = status ?? 1
}

/** One section a bench: where and when, then its figures as they are. */
function writeSummary(): void {
  const folder = join(FOLDER, 'results')
  const summary = join(FOLDER, 'RESULTS.md')
  // What was measured on another machine or in another checkout has no result file here: its section stays as it is.
  const sections = new Map(
    (existsSync(summary) ? readFileSync(summary, 'utf8') : '')
      .split(/^(?=## )/m)
      .slice(1)
      .map((section) => [/^## (.*)/.exec(section)?.[1] ?? '', `${section.trimEnd()}\n`]),
  )
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .forEach((file) => {
      const { bench, date, commit, machine, loadAverage, ...figures } = JSON.parse(
        readFileSync(join(folder, file), 'utf8'),
      ) as Record<string, unknown>
      for (const known of ['system', 'node', 'seconds']) delete figures[known]
      const where = [date, commit, machine, loadAverage === undefined ? undefined : `load ${loadAverage}`]
      const told = where.filter((each) => each !== undefined).join('; ')
      const title = String(bench ?? file.slice(0, -5))
      const text = `## ${title}\n${told === '' ? 'measured without the frame: machine and date unknown' : told}\n\n\`\`\`json\n${JSON.stringify(figures, null, 2)}\n\`\`\`\n`
      sections.set(title, text)
    })
  const head = `# Measured\n\nWritten by \`node bench/run.ts NAME\` from \`bench/results/\`. A load above the number of cores means that other work shared them: times are then\npessimistic, ratios within one run are the figures to use.\n`
  writeFileSync(
    summary,
    `${head}\n${[...sections.keys()]
      .sort()
      .map((title) => sections.get(title))
      .join('\n')}`,
  )
}
