/** How fast the division tree is built and answers with all 11,270 villages: `node bench/divisions.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { DivisionTree, readDataset } from '../src/areas/divisions/index.ts'
import { day } from '../src/platform/clock/day.ts'

const ROUNDS = 300
const LIMIT_MS = 20
const on = day('2026-11-01')

const started = performance.now()
const tree = new DivisionTree(readDataset())
const buildMs = performance.now() - started

const texts = ['新', '双龙', 'xmj', 'yudong', 'bnq jsz', 'zzzz', '两江 鸳鸯', 'shuanglongcun']
const questions: Record<string, (round: number) => unknown> = {
  search: (round) => tree.search(texts[round % texts.length] ?? '', { on }),
  'search inside a district': (round) => tree.search(texts[round % texts.length] ?? '', { on, within: '500113' }),
  'search inside a zone': () => tree.search('s', { on, within: 'zone-wansheng', limit: 50 }),
  'children of a district': () => tree.children('500113', on),
  'path of a village': () => tree.path('500113004001', on),
  'townships of the city': () => tree.townshipsOf('500000', on),
  'scope of two districts': () => tree.scopeOf(['liangjiang', '500109'], on),
  'village names of a district': () => tree.villageIndex('500113', on).villages('界石镇新玉村'),
}

const figures = Object.entries(questions).map(([name, ask]) => {
  const times = Array.from({ length: ROUNDS }, (_, round) => {
    const from = performance.now()
    ask(round)
    return performance.now() - from
  }).sort((a, b) => a - b)
  const at = (share: number): number => Number((times[Math.floor(share * (ROUNDS - 1))] ?? 0).toFixed(3))
  return { name, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
})

console.info(`tree of ${tree.counts(on).village} villages built in ${buildMs.toFixed(0)} ms`)
console.table(figures)
for (const { name, p95Ms } of figures)
  if (p95Ms > LIMIT_MS) console.error(`${name}: ${p95Ms} ms is above the limit of ${LIMIT_MS} ms`)
mkdirSync(new URL('results/', import.meta.url), { recursive: true })
writeFileSync(
  new URL('results/divisions.json', import.meta.url),
  `${JSON.stringify({ bench: 'divisions', buildMs: Math.round(buildMs), limitMs: LIMIT_MS, figures }, null, 2)}\n`,
)
