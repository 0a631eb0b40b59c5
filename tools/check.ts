/** `npm run check`: types, lint and format, layers, unused code; in parallel, one line a part. What a developer runs all day. */
import { join } from 'node:path'
import { findBreaches } from './checks/layers.ts'
import { type Findings, ROOT, runTool } from './checks/part.ts'
import { readSources } from './checks/sources.ts'

const MOST_SHOWN = 200

async function layers(): Promise<Findings> {
  const from = performance.now()
  const findings = findBreaches(readSources(ROOT))
  return { name: 'layers', findings, ms: performance.now() - from }
}

const parts = await Promise.all([
  runTool('types', join('typescript', 'bin', 'tsc'), [
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    join(ROOT, 'node_modules/.cache/check.tsbuildinfo'),
    '--pretty',
    'false',
  ]),
  runTool('lint and format', join('@biomejs', 'biome', 'bin', 'biome'), [
    'check',
    '--colors=off',
    '--max-diagnostics=60',
    '.',
  ]),
  layers(),
  runTool('unused code', join('knip', 'bin', 'knip.js'), ['--no-progress', '--no-config-hints']),
])

let failed = false
for (const { name, findings, ms } of parts) {
  const verdict = findings.length === 0 ? 'ok' : 'FAILED'
  process.stdout.write(`${name.padEnd(18)}${verdict.padEnd(8)}${(ms / 1000).toFixed(1)} s\n`)
  for (const finding of findings.slice(0, MOST_SHOWN)) process.stdout.write(`  ${finding}\n`)
  if (findings.length > MOST_SHOWN) process.stdout.write(`  … and ${findings.length - MOST_SHOWN} lines more\n`)
  failed ||= findings.length > 0
}
process.exitCode = failed ? 1 : 0
