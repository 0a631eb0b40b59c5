import { userInfo } from 'node:os'
import {
  type DivisionTree,
  describeDivision,
  divisionRefusals,
  readTree,
  setDivisionCode,
  setDivisionName,
  treeOfDataset,
} from '../../areas/divisions/index.ts'
import { record } from '../../platform/audit/index.ts'
import { type Day, dayAt, isDay } from '../../platform/clock/day.ts'
import { ConfigError, option, readConfig } from '../../platform/config/config.ts'
import { asSystem, connect, type Db, FolderInUse, openForCommand, type Tx } from '../../platform/db/index.ts'
import { prepareDatabase } from '../prepare-database.ts'

const USAGE = `Usage:
  yiyang divisions tree [KEY] [--on DATE]           what lies directly below a division or zone
  yiyang divisions search TEXT [--in KEY] [--on DATE]
  yiyang divisions show KEY [--on DATE] [--json]
  yiyang divisions code KEY CODE --from DATE        set an official code once it is published
  yiyang divisions name KEY NAME --from DATE        set another name from a day on
`

export const command = {
  name: 'divisions',
  summary: 'the tree of divisions on any day; set an official code or another name',
  run: async (args: string[]): Promise<number> => {
    try {
      const [verb, ...rest] = args
      if (verb === 'code') return await set(codeOf, rest)
      if (verb === 'name') return await set(nameOf, rest)
      const on = dayOption(rest, '--on') ?? dayAt(new Date())
      const tree = await readableTree(rest)
      const words = plainWords(rest)
      if (verb === 'tree') return print(tree, tree.children(words[0] ?? '500000', on), on)
      if (verb === 'search' && words.length > 0) {
        const within = option(rest, '--in')
        return print(tree, tree.search(words.join(' '), { on, limit: 30, ...(within && { within }) }), on)
      }
      if (verb === 'show' && words[0] !== undefined) return show(tree, words[0], on, rest.includes('--json'))
      throw new ConfigError(USAGE)
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof FolderInUse)) throw error
      process.stderr.write(`${error.message}\n`)
      return 2
    }
  },
}

/** The words of a call that are neither options nor their values. */
const plainWords = (args: string[]): string[] =>
  args.filter((arg, i) => !arg.startsWith('--') && !/^--(?:on|in|from|data)$/.test(args[i - 1] ?? ''))

function dayOption(args: string[], name: string): Day | undefined {
  const text = option(args, name)
  if (text !== undefined && !isDay(text)) throw new ConfigError(`${name} must be a day like 2026-11-01`)
  return text
}

/** Codes that were set stand in a database; without one the published data answers at once. */
async function readableTree(args: string[]): Promise<DivisionTree> {
  const given = option(args, '--data') !== undefined || process.env.DATABASE_URL !== undefined
  return given ? withDatabase(args, readTree) : treeOfDataset()
}

async function withDatabase<T>(args: string[], work: (db: Db) => Promise<T>): Promise<T> {
  const config = readConfig(process.env, args)
  const database = await openForCommand(config.YIYANG_DATA, config.DATABASE_URL)
  try {
    await prepareDatabase(database.url)
    const { db, close } = connect(database.url, 2)
    try {
      return await work(db)
    } finally {
      await close()
    }
  } finally {
    await database.close()
  }
}

function print(tree: DivisionTree, divisions: ReturnType<DivisionTree['children']>, on: Day): number {
  for (const { key } of divisions)
    process.stdout.write(`${key.padEnd(14)}${(tree.codeOf(key, on) ?? '(no code)').padEnd(14)}${tree.path(key, on)}\n`)
  return 0
}

function show(tree: DivisionTree, key: string, on: Day, asJson: boolean): number {
  const shown = describeDivision(tree, key, on)
  if (!shown) return answer(divisionRefusals.notFound(key), 1)
  if (asJson) return answer(shown, 0)
  const state = shown.inForce ? '' : `（${on} 不存在）`
  process.stdout.write(`${shown.path}${state}\n代码：${shown.code ?? '未公布'}\n`)
  for (const zone of shown.zones) process.stdout.write(`由${zone.name}管理\n`)
  return 0
}

const codeOf: Setting = { action: 'setCode', set: (tx, key, code, from) => setDivisionCode(tx, { key, code, from }) }
const nameOf: Setting = { action: 'setName', set: (tx, key, name, from) => setDivisionName(tx, { key, name, from }) }

type Setting = {
  action: string
  set: (tx: Tx, key: string, value: string, from: Day) => ReturnType<typeof setDivisionCode | typeof setDivisionName>
}

/** Sets a code or a name from a day on, with its entry in the audit. */
async function set({ action, set }: Setting, args: string[]): Promise<number> {
  const [key, value] = plainWords(args)
  const from = dayOption(args, '--from')
  if (key === undefined || value === undefined || from === undefined) throw new ConfigError(USAGE)
  const result = await withDatabase(args, (db) =>
    asSystem(db, async (tx) => {
      const done = await set(tx, key, value, from)
      const account = `os:${userInfo().username}`
      if (done.ok)
        await record(tx, { account, action, object: 'division', objectId: key, after: { [action]: value, from } })
      return done
    }),
  )
  const what = action === 'setCode' ? { code: value } : { name: value }
  return result.ok ? answer({ ...result.value, ...what, from }, 0) : answer(result.refusal, 1)
}

function answer(value: unknown, status: number): number {
  process.stdout.write(`${JSON.stringify(value)}\n`)
  return status
}
