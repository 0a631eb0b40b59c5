import { diagram } from '../../engines/process/index.ts'
import { refused, runCommand } from '../command-line/arguments.ts'
import { processes } from '../processes.ts'

const USAGE = 'yiyang process diagram KIND | yiyang process list'

export const command = {
  name: 'process',
  summary: 'the kinds of case, and the diagram of one (Mermaid)',
  run: (args: string[]): Promise<number> => runCommand(args, act),
}

async function act(_: readonly string[], [verb, kind]: readonly string[]): Promise<number> {
  if (verb === 'list') {
    for (const { declaration } of processes.all)
      process.stdout.write(`${declaration.kind.padEnd(40)}v${declaration.version}  ${declaration.title}\n`)
    return 0
  }
  const found = verb === 'diagram' && kind !== undefined ? processes.find(kind) : undefined
  if (found === undefined) throw refused('USAGE', `用法：${USAGE}`)
  process.stdout.write(diagram(found.declaration))
  return 0
}
