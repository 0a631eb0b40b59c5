import './compile-cache.ts'
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
  try {
    process.exitCode = await command.run(args)
  } catch (error) {
    breakOff(error)
  }
} else {
  const lines = await Promise.all(names.map(async (each) => `  ${each.padEnd(12)}${(await load(each)).summary}`))
  process.stderr.write(`Usage: yiyang COMMAND …\n${lines.join('\n')}\n`)
  process.exitCode = name === undefined || name === 'help' ? 0 : 2
}

/**
 * Ends a command that could not answer, with exit status 2. What the caller can mend is said in its sentence, anything else as a fault with its
 * stack; with `--json` standard output is JSON here too.
 */
function breakOff(error: unknown): void {
  const { name: kind, message, stack } = error instanceof Error ? error : new Error(String(error))
  const code = { ConfigError: 'CONFIG_INVALID', FolderInUse: 'FOLDER_IN_USE' }[kind]
  process.stderr.write(`${code ? message : stack}\n`)
  if (args.includes('--json')) {
    const said = code ? message : '命令没有完成，原因见标准错误输出；请处理后再试一次。'
    process.stdout.write(`${JSON.stringify({ error: { code: code ?? 'FAILED', message: said } }, null, 2)}\n`)
  }
  process.exitCode = 2
}
