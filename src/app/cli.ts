import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A command of `yiyang`: loaded only when it is called, so that `rules` never waits for the database's code. */
export type Command = { name: string; summary: string; run: (args: string[]) => Promise<number> }

const FOLDER = join(import.meta.dirname, 'commands')
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3))
  .sort()

const load = async (name: string): Promise<Command> =>
  ((await import(join(FOLDER, `${name}.ts`))) as { command: Command }).command

const [name, ...args] = process.argv.slice(2)
if (name !== undefined && names.includes(name)) {
  const command = await load(name)
  process.exitCode = await command.run(args)
} else {
  const lines = await Promise.all(names.map(async (each) => `  ${each.padEnd(12)}${(await load(each)).summary}`))
  process.stderr.write(`Usage: yiyang COMMAND …\n${lines.join('\n')}\n`)
  process.exitCode = name === undefined || name === 'help' ? 0 : 2
}
