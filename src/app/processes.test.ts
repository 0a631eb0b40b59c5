import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { diagram } from '../engines/process/index.ts'
import { processes } from './processes.ts'

const FOLDER = join(import.meta.dirname, '../../docs/processes')

/** One page a kind: title, version and the diagram. `YIYANG_WRITE_DOCS=1` writes them anew. */
const pages = (): Map<string, string> =>
  new Map(
    processes.all.map(({ declaration }) => [
      `${declaration.kind}.md`,
      `# ${declaration.title}\n\nVersion ${declaration.version}, numbers \`${declaration.letters}-…\`. Drawn by \`yiyang process diagram ${declaration.kind}\`.\n\n\`\`\`mermaid\n${diagram(declaration)}\`\`\`\n`,
    ]),
  )

it('every kind of case has its diagram in docs/processes, as the declaration draws it', () => {
  const drawn = pages()
  if (process.env.YIYANG_WRITE_DOCS === '1') {
    mkdirSync(FOLDER, { recursive: true })
    for (const [name, text] of drawn) writeFileSync(join(FOLDER, name), text)
  }
  expect(readdirSync(FOLDER).sort()).toEqual([...drawn.keys()].sort())
  for (const [name, text] of drawn) expect(readFileSync(join(FOLDER, name), 'utf8'), name).toBe(text)
})
