import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'

/** The machine and the version to which a figure belongs: without them it says nothing. */
export function surroundings(): Record<string, string | number> {
  const git = (...args: string[]): string => {
    try {
      return execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim()
    } catch {
      return 'unknown'
    }
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : ' with changes'),
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${type()} ${release()}`,
    node: process.version,
    loadAverage: loadAverage(),
  }
}

/** The load of the minute before: beside other work wall-clock times are pessimistic. */
function loadAverage(): number {
  try {
    return Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0])
  } catch {
    return Number.NaN
  }
}

/** Prints a bench's figures and keeps them in `bench/results/NAME.json` with machine, date and commit. */
export function report(name: string, figures: object, measuredIn = surroundings()): void {
  console.info(JSON.stringify(figures, null, 2))
  const folder = new URL('results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    new URL(`${name}.json`, folder),
    `${JSON.stringify({ bench: name, ...measuredIn, ...figures }, null, 2)}\n`,
  )
}
