import { basename } from 'node:path'
import { readTree } from '../../areas/divisions/index.ts'
import {
  divisionFor,
  type ImportReport,
  importFile,
  isListKind,
  type ListKind,
  listKinds,
  refusedReport,
} from '../../areas/imports/index.ts'
import { option } from '../../platform/config/config.ts'
import { misused } from '../command-line/arguments.ts'
import { commandActor, withPlatform } from '../command-platform.ts'

const USAGE = `Usage: yiyang import elders|deaths|cremations|disability|hardship FILE --in DIVISION [--commit] [--sheet NAME] [--json] [--data DIR]\n`

/** `elders` is the ledger; the others are lists of other departments. */
const kindOf = (word: string | undefined): ListKind | undefined =>
  word === 'elders' ? 'ledger' : word !== undefined && word !== 'ledger' && isListKind(word) ? word : undefined

export const command = {
  name: 'import',
  summary: 'check a ledger or a department list, and commit its valid rows (--commit)',
  run: async (args: string[]): Promise<number> => {
    const [word, path] = args.filter((arg, at) => !arg.startsWith('--') && !isValueOf(args, at))
    const kind = kindOf(word)
    const into = option(args, '--in')
    if (kind === undefined || path === undefined || into === undefined) return misused(args, USAGE)
    const report = await run(args, kind, path, into)
    await print(args.includes('--json') ? JSON.stringify(report) : inWords(report, kind))
    return report.refusal === undefined ? 0 : 1
  },
}

const VALUE_OPTIONS = ['--in', '--sheet', '--data', '--port', '--host']
const isValueOf = (args: string[], at: number): boolean => at > 0 && VALUE_OPTIONS.includes(args[at - 1]!)

const run = (args: string[], kind: ListKind, path: string, into: string): Promise<ImportReport> =>
  withPlatform(args, async ({ db, keyring, today: now }) => {
    const tree = await readTree(db)
    const today = now()
    const division = divisionFor(tree, into, today)
    if (!division.ok) return refusedReport(division.refusal)
    const account = commandActor()
    const sheet = option(args, '--sheet')
    const commit = args.includes('--commit')
    const file = { path, fileName: basename(path), kind, division: division.value, account, today, commit, sheet }
    return importFile(db, { keyring, tree }, file)
  })

function inWords(report: ImportReport, kind: ListKind): string {
  if (report.refusal) return report.refusal.message
  const lines = [
    `${listKinds[kind].label}：共 ${report.rows} 行，可以提交 ${report.valid} 行（新增 ${report.added}，更新 ${report.changed}，无变化 ${report.unchanged}）。`,
    ...report.errors.map(
      (one) => `第 ${one.row} 行 ${one.column}（${one.class === 'block' ? '阻断' : '确认'}）：${one.message}`,
    ),
    ...(report.unmappedColumns.length > 0 ? [`没有对应的列：${report.unmappedColumns.join('、')}`] : []),
    report.committed
      ? `已提交，批次 ${report.batch}，7 天内可以回退。`
      : '没有写入台账。加上 --commit 提交可以提交的行。',
  ]
  return lines.join('\n')
}

/** Waits until a slow reader has taken everything: a report of many errors is longer than a pipe holds. */
const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve()))
  })
