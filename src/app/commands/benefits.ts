import {
  type Batch,
  batchesOf,
  cardOf,
  explainPerson,
  findCovering,
  findDistrict,
  type RunResult,
  readBatch,
  runMonth,
} from '../../areas/benefits/index.ts'
import { readTree } from '../../areas/divisions/index.ts'
import { readSettings } from '../../areas/rules/index.ts'
import { record } from '../../platform/audit/index.ts'
import { type Month, parseMonth } from '../../platform/clock/day.ts'
import { option } from '../../platform/config/config.ts'
import { asSystem } from '../../platform/db/index.ts'
import type { Platform, Refusal, Result } from '../../platform/http/index.ts'
import { showYuan } from '../../platform/money/fen.ts'
import { misused } from '../command-line/arguments.ts'
import { commandActor, withPlatform } from '../command-platform.ts'

const USAGE = `Usage:
  yiyang benefits run --month 2026-11 --in DIVISION [--json] [--data DIR]
  yiyang benefits show --month 2026-11 --in DIVISION [--json] [--data DIR]
  yiyang benefits explain --elder ID --month 2026-11 [--json] [--data DIR]
`
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a command prints: as JSON, and in words for people. */
type Said = { json: unknown; words: string }

export const command = {
  name: 'benefits',
  summary: "run: compute a month's entitlements; show: its totals and changes; explain: one person",
  run: async (args: string[]): Promise<number> => {
    const verb = args[0]
    const month = parseMonth(option(args, '--month') ?? '')
    const division = option(args, '--in')
    const elder = option(args, '--elder')
    const act =
      month === undefined
        ? undefined
        : verb === 'run' && division !== undefined
          ? (platform: Platform) => run(platform, division, month)
          : verb === 'show' && division !== undefined
            ? (platform: Platform) => show(platform, division, month)
            : verb === 'explain' && elder !== undefined && UUID.test(elder)
              ? (platform: Platform) => explain(platform, elder, month)
              : undefined
    if (act === undefined) return misused(args, USAGE)
    const said = await withPlatform(args, act)
    const shown: Said = said.ok ? said.value : { json: { error: said.refusal }, words: said.refusal.message }
    process.stdout.write(`${args.includes('--json') ? JSON.stringify(shown.json, null, 2) : shown.words}\n`)
    return said.ok ? 0 : 1
  },
}

async function batchesIn(platform: Platform, division: string, month: Month): Promise<Result<Batch[]>> {
  const tree = await readTree(platform.db)
  const on = platform.today()
  return batchesOf(tree, tree.resolveCode(division, on)?.key ?? division, month)
}

async function run(platform: Platform, division: string, month: Month): Promise<Result<Said>> {
  const batches = await batchesIn(platform, division, month)
  if (!batches.ok) return batches
  if (month.slice(0, 7) > platform.today().slice(0, 7)) return { ok: false, refusal: ahead(month) }
  const settings = await asSystem(platform.db, (tx) => readSettings(tx))
  const blocked: (Refusal & { division: string })[] = []
  const results: { result: RunResult; batch: Awaited<ReturnType<typeof readBatch>> }[] = []
  for (const batch of batches.value) {
    const made = await runMonth(platform.db, { batch, month, settings, account: commandActor() })
    if (made.ok) {
      const { run } = made.value
      results.push({ result: made.value, batch: await asSystem(platform.db, (tx) => readBatch(tx, run)) })
    } else if (batches.value.length === 1) return made
    else blocked.push({ division: batch.division, ...made.refusal })
  }
  const first = blocked[0]
  if (results.length === 0 && first !== undefined) return { ok: false, refusal: first }
  const runs = results.map(({ result, batch }) => ({ outcome: result.outcome, resumed: result.resumed, ...batch }))
  const words = results.map(({ result, batch }) => `${OUTCOMES[result.outcome]}\n${inWords(batch)}`).join('\n\n')
  return { ok: true, value: { json: { month: month.slice(0, 7), division, runs, blocked }, words } }
}

const OUTCOMES = {
  sealed: '已生成新的批次。',
  unchanged: '情况没有变化，批次保持原样。',
  closed: '后面的月份已经生成，本月批次保持原样。',
} as const

const ahead = (month: Month): Refusal => ({
  code: 'monthAhead',
  status: 422,
  message: `${month.slice(0, 7)} 还没有到，请选择本月或以前的月份。`,
})

async function show(platform: Platform, division: string, month: Month): Promise<Result<Said>> {
  const batches = await batchesIn(platform, division, month)
  if (!batches.ok) return batches
  const found = await asSystem(platform.db, async (tx) => {
    const shown = []
    for (const batch of batches.value) {
      const covering = await findCovering(tx, batch, month)
      if (covering !== undefined) shown.push(await readBatch(tx, covering))
    }
    return shown
  })
  if (found.length === 0) {
    const message = `${month.slice(0, 7)} 还没有生成津贴批次。可以先运行 yiyang benefits run。`
    return { ok: false, refusal: { code: 'noRun', status: 404, message } }
  }
  return {
    ok: true,
    value: { json: { month: month.slice(0, 7), division, runs: found }, words: found.map(inWords).join('\n\n') },
  }
}

async function explain(platform: Platform, elder: string, month: Month): Promise<Result<Said>> {
  return asSystem(platform.db, async (tx): Promise<Result<Said>> => {
    const district = await findDistrict(tx, elder)
    if (district === undefined) {
      const message = '没有找到这位老人，请核对编号。'
      return { ok: false, refusal: { code: 'elderNotFound', status: 404, message } }
    }
    const explained = await explainPerson(tx, { district, id: elder }, month)
    if (!explained.ok) return explained
    const card = await cardOf(tx, explained.value)
    await record(tx, {
      district,
      account: commandActor(),
      action: 'benefits.explain',
      object: 'elder',
      objectId: elder,
    })
    const lines = card.schemes.flatMap((each) => [
      `${each.title}：${each.says}${each.agrees ? '' : '（与已存结果不一致，请核查）'}`,
      ...each.steps.map((step) => `  ${step.text}${step.value === null ? '' : `：${step.value}`}`),
      ...each.clauses.map(
        (clause) =>
          `  依据：《${clause.title}》（${clause.number}）${clause.section}，最近核对 ${clause.lastVerified ?? '无'}`,
      ),
    ])
    return { ok: true, value: { json: card, words: [`${card.elder.name} ${card.run.month}`, ...lines].join('\n') } }
  })
}

function inWords(batch: Awaited<ReturnType<typeof readBatch>>): string {
  const lines = batch.schemes.map((each) => {
    if (each.state === 'blocked')
      return `  ${each.scheme} 未计算，尚未设定：${each.blockedBy.map((one) => `${one.label}（${one.id}）`).join('、')}`
    if (each.state === 'notInForce') return `  ${each.scheme} 当月未施行`
    return `  ${each.scheme} ${each.granted} 人${each.form === 'money' ? `，${showYuan(each.amountFen)}` : '（消费券，不计入金额）'}`
  })
  const changes = batch.changes.map(
    (each) => `  ${each.kind} ${each.scheme} ${each.reason}${each.late ? '（迟到）' : ''} ${each.count}`,
  )
  return [
    `${batch.run.divisionName} ${batch.run.month} 第 ${batch.run.version} 版，${showYuan(batch.amountFen)}（${batch.amountInWords}）`,
    ...lines,
    ...(changes.length > 0 ? ['变化：', ...changes] : []),
    `封存摘要 ${batch.run.digest}`,
  ].join('\n')
}
