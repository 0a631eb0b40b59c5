import { describe, expect, it } from 'vitest'
import { findBreaches } from './layers.ts'
import { importsOf, type Source } from './sources.ts'

const project = (files: Record<string, string>) =>
  new Map<string, Source>(
    Object.entries(files).map(([path, text]) => [path, { path, text, imports: importsOf(path, text) }]),
  )

describe('the layering rule', () => {
  it('lets an area use another through its index, an engine and the platform', () => {
    const clean = project({
      'src/areas/visits/book-visit.ts': `import { a } from '../elders/index.ts'
        import type { Db } from '../../platform/db/index.ts'`,
      'src/areas/elders/index.ts': '',
      'src/platform/db/index.ts': `export * from 'pg'`,
    })
    expect(findBreaches(clean)).toEqual([])
  })

  it.each([
    ['src/platform/db/a.ts', '../../areas/elders/index.ts', 'platform must not import areas'],
    ['src/engines/ledger/a.ts', '../../policy/a.ts', 'engines must not import policy'],
    ['src/areas/visits/a.ts', '../elders/queries.ts', 'area visits reaches into area elders'],
    ['src/areas/visits/a.ts', './visits.tsx', 'only src/web and screens import screens'],
    ['src/engines/ledger/a.ts', '../../ui/formats.ts', 'only src/web and screens import screens'],
    ['src/areas/visits/a.tsx', '../elders/queries.ts', 'screens, words and the contract'],
    ['src/ui/table.tsx', '../areas/elders/contract.ts', 'a primitive of ui knows no area'],
    ['src/areas/visits/a.ts', '../../../tools/b.ts', 'src must not import from outside src'],
    ['src/areas/visits/index.ts', '../../platform/db/testing.ts', 'the product must not load a testing file'],
  ])('%s importing %s is told', (from, to, breach) => {
    const found = findBreaches(project({ [from]: `import { x } from '${to}'` }))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(from)
    expect(found[0]).toContain(breach)
  })

  it('names the way by which policy or a screen would load Node', () => {
    const found = findBreaches(
      project({
        'src/policy/a.ts': `import { b } from '../engines/rulebook/b.ts'`,
        'src/engines/rulebook/b.ts': `import { readFileSync } from 'node:fs'`,
        'src/ui/c.tsx': `import type { Db } from 'kysely'`,
        'src/areas/visits/d.tsx': `import { e } from './e.ts'`,
        'src/areas/visits/e.ts': `import { sql } from 'kysely'`,
      }),
    )
    expect(found).toEqual([
      'src/areas/visits/d.tsx: a screen runs in the browser, but it loads src/areas/visits/e.ts → kysely',
      'src/engines/rulebook/b.ts: the rulebook and the policy run in the browser, but it loads node:fs',
      'src/policy/a.ts: the rulebook and the policy run in the browser, but it loads src/engines/rulebook/b.ts → node:fs',
    ])
  })

  it('names the way by which Node would load a screen, and lets a screen’s plain parts be', () => {
    const found = findBreaches(
      project({
        'src/app/server.ts': `import { visits } from '../areas/visits/index.ts'`,
        'src/areas/visits/index.ts': `export { words } from './words.ts'`,
        'src/areas/visits/words.ts': `import type { Icon } from '../../ui/icon.tsx'
          import { money } from '../../ui/formats.ts'`,
        'src/ui/formats.ts': `import { b } from './icon.tsx'`,
        'src/ui/icon.tsx': '',
      }),
    )
    expect(found).toEqual([
      'src/app/server.ts: Node cannot load a screen, but it loads src/areas/visits/index.ts → src/areas/visits/words.ts → src/ui/formats.ts → src/ui/icon.tsx',
      'src/areas/visits/index.ts: Node cannot load a screen, but it loads src/areas/visits/words.ts → src/ui/formats.ts → src/ui/icon.tsx',
    ])
  })

  it('tells circles, dynamic imports included, and bad names', () => {
    const found = findBreaches(
      project({
        'src/app/a.ts': `export { b } from './b.ts'`,
        'src/app/b.ts': `const c = await import('./a.ts')`,
        'src/app/helpers/c.ts': '',
      }),
    )
    expect(found).toEqual([
      'src/app/a.ts: import circle src/app/a.ts → src/app/b.ts → src/app/a.ts',
      'src/app/helpers/c.ts: name a file by its job, not utils, common or helpers',
    ])
  })
})
