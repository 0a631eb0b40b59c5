/** Reading a command's arguments, and answering in JSON only: also when something is refused. */
import { type Day, dayAt, isDay } from '../../platform/clock/day.ts'
import { readDivision } from '../../policy/index.ts'

/** Ends a command with a refusal: JSON on standard output and exit status 2. */
export class CommandRefused extends Error {
  readonly code: string
  readonly more: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.more = more
  }
}

export const refused = (code: string, message: string): CommandRefused => new CommandRefused(code, message)

const WITH_VALUE = new Set([
  ...['--subject', '--on', '--in', '--facts', '--answers', '--data'],
  ...['--month', '--months', '--from', '--set', '--changes'],
])
const WITHOUT_VALUE = new Set(['--json', '--follow'])

/** Runs a command's action with its plain words apart from the options. Returns the exit status. */
export async function runCommand(
  args: readonly string[],
  act: (args: readonly string[], words: readonly string[]) => number | Promise<number>,
): Promise<number> {
  try {
    return await act(args, wordsOf(args))
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error
    json({ error: { code: error.code, message: error.message, ...error.more } })
    return 2
  }
}

/** The words that are no options. An option that is not known is refused, so that a slip of the pen changes no answer silently. */
function wordsOf(args: readonly string[]): string[] {
  const words: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    const name = arg.split('=')[0]!
    if (!arg.startsWith('--')) words.push(arg)
    else if (WITH_VALUE.has(name)) i += arg.includes('=') ? 0 : 1
    else if (!WITHOUT_VALUE.has(arg)) throw refused('OPTION_UNKNOWN', `不认识的选项 ${arg}。`)
  }
  return words
}

/** `--on 2026-11-01` and `--on=2026-11-01` are the same. */
export function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (at < 0) return undefined
  const value = args[at]!.startsWith(`${name}=`) ? args[at]!.slice(name.length + 1) : args[at + 1]
  if (value === undefined || value === '' || value.startsWith('--'))
    throw refused('OPTION_VALUE_MISSING', `选项 ${name} 后面请写上内容。`)
  return value
}

/** Every value of an option that may stand several times. */
export const optionsOf = (args: readonly string[], name: string): string[] =>
  args.flatMap((arg, at) => (arg === name || arg.startsWith(`${name}=`) ? [optionOf(args.slice(at), name) ?? ''] : []))

export const flagOf = (args: readonly string[], name: string): boolean => args.includes(name)

/** `--on`, by default today in Asia/Shanghai. */
export function readDay(args: readonly string[]): Day {
  const text = optionOf(args, '--on')
  if (text === undefined) return dayAt(new Date())
  if (!isDay(text)) throw refused('DATE_INVALID', `日期 ${text} 不存在，请写成 2026-11-01 这样的形式。`)
  return text
}

/** `--in`, a division key or code. */
export function readPlace(args: readonly string[]): string {
  const text = optionOf(args, '--in')
  if (text === undefined) throw refused('DIVISION_MISSING', '请用 --in 写明行政区划，例如 --in 500113。')
  const division = readDivision(text)
  if (division === undefined)
    throw refused('DIVISION_UNKNOWN', `行政区划 ${text} 不是有效的代码，应为 6、9 或 12 位数字，或 liangjiang。`)
  return division
}

/** Answers a call that does not follow the usage: as JSON where JSON was asked for, else on standard error. Returns the exit status. */
export function misused(args: readonly string[], usage: string): 2 {
  if (flagOf(args, '--json')) json({ error: { code: 'USAGE', message: usage.trim() } })
  else process.stderr.write(usage)
  return 2
}

/** Prints one JSON value and returns the exit status of success. */
export function json(value: unknown): 0 {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  return 0
}
