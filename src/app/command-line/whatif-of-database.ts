import { readTree } from '../../areas/divisions/index.ts'
import { readSettings } from '../../areas/rules/index.ts'
import { tryChanges } from '../../areas/whatif/index.ts'
import { firstOfMonth, isDay, parseMonth } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { showYuan } from '../../platform/money/fen.ts'
import { withPlatform } from '../command-platform.ts'
import { CommandRefused, flagOf, json, optionOf, optionsOf, readPlace, refused } from './arguments.ts'
import { readText } from './read-text.ts'

/** `yiyang rules whatif`: what changed values would do over the real register, which stays as it is. */
export async function whatifOfDatabase(args: readonly string[]): Promise<number> {
  const monthText = optionOf(args, '--month')
  const changes = await readChanges(args)
  const tried = await withPlatform([...args], async ({ db, today }) => {
    const month = parseMonth(monthText ?? firstOfMonth(today()))
    if (month === undefined) throw refused('MONTH_INVALID', `月份 ${monthText} 不存在，请写成 2026-11 这样的形式。`)
    const from = optionOf(args, '--from') ?? month
    if (!isDay(from)) throw refused('DATE_INVALID', `日期 ${from} 不存在，请写成 2026-11-01 这样的形式。`)
    const months = Number(optionOf(args, '--months') ?? 1)
    if (!Number.isInteger(months)) throw refused('MONTHS_INVALID', '--months 请填写 1 至 12 的整数。')
    const settings = await asSystem(db, (tx) => readSettings(tx))
    const tree = await readTree(db)
    const place = readPlace(args)
    const division = tree.resolveCode(place, today())?.key ?? place
    return tryChanges((work) => asSystem(db, work), tree, settings, { division, from, month, months, changes })
  })
  if (!tried.ok) throw new CommandRefused(tried.refusal.code, tried.refusal.message)
  if (flagOf(args, '--json')) return json(tried.value)
  const { districts, months } = tried.value
  const shown = [...districts.map((each) => [each.name, each.months] as const), ['合计', months] as const]
  for (const [name, all] of shown)
    for (const { month, gain, lose, fenBefore, fenAfter } of all)
      process.stdout.write(
        `${name} ${month}：增加 ${gain} 人，减少 ${lose} 人，每月 ${showYuan(fenBefore)} → ${showYuan(fenAfter)}\n`,
      )
  return 0
}

/** `--set 参数=值`, as often as needed, and `--changes FILE|-` with a JSON list of `{parameter, value}`. */
async function readChanges(
  args: readonly string[],
): Promise<{ parameter: string; value: number | boolean | string | string[] }[]> {
  const set = optionsOf(args, '--set').map((text) => {
    const at = text.indexOf('=')
    if (at < 1)
      throw refused(
        'CHANGE_INVALID',
        `改动请写成 参数=数值，例如 --set old-age-allowance-80-89=100；收到的是 ${text}。`,
      )
    return { parameter: text.slice(0, at), value: readValue(text.slice(at + 1)) }
  })
  const file = optionOf(args, '--changes')
  return file === undefined ? set : [...set, ...parseList(await readText(file))]
}

type Value = number | boolean | string | string[]

function readValue(text: string): Value {
  try {
    const read: unknown = JSON.parse(text)
    return isValue(read) ? read : text
  } catch {
    return text
  }
}

const isValue = (read: unknown): read is Value =>
  ['number', 'boolean', 'string'].includes(typeof read) ||
  (Array.isArray(read) && read.every((each) => typeof each === 'string'))

function parseList(text: string): { parameter: string; value: Value }[] {
  let read: unknown
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    read = undefined
  }
  const isChange = (each: unknown): each is { parameter: string; value: Value } =>
    typeof each === 'object' &&
    each !== null &&
    'parameter' in each &&
    typeof each.parameter === 'string' &&
    'value' in each &&
    isValue(each.value)
  if (!Array.isArray(read) || !read.every(isChange))
    throw refused(
      'CHANGE_INVALID',
      '改动文件应为 JSON 数组，例如 [{"parameter": "old-age-allowance-80-89", "value": 100}]。',
    )
  return read.map(({ parameter, value }) => ({ parameter, value }))
}
