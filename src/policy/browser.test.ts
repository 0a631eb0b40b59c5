import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { build } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import type * as policy from './index.ts'
import { evaluate, findRule, listRules, ruleContext, whatCanIReceive } from './index.ts'
import { casesOf, surroundings } from './testing-cases.ts'

/** What the page gets: one script, run where nothing of Node exists. */
let browser: typeof policy
let script = ''

beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      lib: { entry: join(import.meta.dirname, 'index.ts'), formats: ['iife'], name: 'yiyangPolicy' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('nothing was built')
  script = output.output[0].code
  browser = runInContext(`${script};yiyangPolicy`, createContext({ TextEncoder })) as typeof policy
})

describe('the same rules in the browser', () => {
  it('carry nothing of Node and stay small enough for the portal', () => {
    expect(script).not.toMatch(/node:|require\(/)
    expect(gzipSync(script).length).toBeLessThan(80_000)
  })

  it('give the same answer, trace and version as on the server', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...listRules())
          .chain((rule) => fc.tuple(fc.constant(rule.id), casesOf(rule, 10), surroundings())),
        ([id, cases, around]) => {
          for (const facts of cases) {
            const here = evaluate(findRule(id)!, facts, ruleContext(around))
            const there = browser.evaluate(browser.findRule(id)!, facts, browser.ruleContext(around))
            expect(JSON.stringify(there)).toBe(JSON.stringify(here))
          }
        },
      ),
      { numRuns: 1000, seed: 4 },
    )
  })

  it('answer P02 alike', () => {
    const answers: policy.Answers = {
      division: '500113',
      placeName: '巴南区',
      birth: { year: 1944, month: 3 },
      household: 'here',
      family: 'unknown',
      selfCare: 'someHelp',
      livesWith: 'alone',
    }
    const on = '2026-11-15' as Parameters<typeof whatCanIReceive>[1]['on']
    expect(JSON.stringify(browser.whatCanIReceive(answers, { on }))).toBe(
      JSON.stringify(whatCanIReceive(answers, { on })),
    )
  })
})
