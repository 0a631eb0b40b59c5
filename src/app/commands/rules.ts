import type { Day } from '../../platform/clock/day.ts'
import {
  compileSql,
  evaluate,
  type Fact,
  factsOf,
  findRule,
  listRules,
  type Rule,
  readFacts,
  renderRule,
  ruleContext,
  sayClause,
  summaryOf,
} from '../../policy/index.ts'
import {
  CommandRefused,
  flagOf,
  json,
  optionOf,
  readDay,
  readPlace,
  refused,
  runCommand,
} from '../command-line/arguments.ts'
import { readText } from '../command-line/read-text.ts'
import { readSettings } from '../command-line/settings-source.ts'

const USAGE = `yiyang rules list|eval|explain|sql|facts [RULE] [--on DATE] [--in DIVISION] [--facts FILE|-] [--json]
yiyang rules whatif --in DIVISION [--month 2026-11] [--months N] [--from DATE] --set PARAMETER=VALUE [--changes FILE|-] [--json] [--data DIR]`

export const command = {
  name: 'rules',
  summary: 'ask the rulebook: list, eval, explain, sql, facts, whatif',
  run: (args: string[]): Promise<number> => runCommand(args, act),
}

async function act(args: readonly string[], words: readonly string[]): Promise<number> {
  const [verb, id] = words
  switch (verb) {
    case 'list':
      return list(args)
    case 'eval':
      return evaluated(args, ruleOf(id))
    case 'explain':
      return explain(args, ruleOf(id))
    case 'sql':
      return sql(args, ruleOf(id))
    case 'facts':
      return facts(args, id)
    case 'whatif':
      // The only verb that needs a database; the others start without its code.
      return (await import('../command-line/whatif-of-database.ts')).whatifOfDatabase(args)
    default:
      throw refused('USAGE', `用法：${USAGE}`)
  }
}

function ruleOf(id: string | undefined): Rule {
  if (id === undefined) throw refused('RULE_MISSING', `请写明规则名。用 yiyang rules list 查看全部。用法：${USAGE}`)
  const rule = findRule(id)
  if (!rule) throw refused('RULE_UNKNOWN', `没有名为 ${id} 的规则。用 yiyang rules list 查看全部。`)
  return rule
}

function list(args: readonly string[]): number {
  const subject = optionOf(args, '--subject')
  if (subject !== undefined && !isSubject(subject))
    throw refused('SUBJECT_UNKNOWN', '--subject 可填 person、facility 或 project。')
  const on = optionOf(args, '--on') === undefined ? undefined : readDay(args)
  const division = optionOf(args, '--in') === undefined ? undefined : readPlace(args)
  const rules = listRules({
    ...(subject ? { subject } : {}),
    ...(on ? { on } : {}),
    ...(division ? { division } : {}),
  }).map(summaryOf)
  if (flagOf(args, '--json')) return json(rules)
  process.stdout.write(rules.map((rule) => `${rule.id.padEnd(34)}${rule.title}\n`).join(''))
  return 0
}

const isSubject = (text: string): text is Rule['subject'] => ['person', 'facility', 'project'].includes(text)

async function evaluated(args: readonly string[], rule: Rule): Promise<number> {
  const asked = await whereAndWhen(args)
  const file = optionOf(args, '--facts')
  const read = readFacts(rule, parse(file === undefined ? '{}' : await readText(file)))
  if (!read.ok)
    throw new CommandRefused('FACTS_INVALID', read.refusals.map((each) => each.message).join(''), {
      refusals: read.refusals,
    })
  const answer = evaluate(rule, read.facts, ruleContext(asked))
  return json(read.ignored.length > 0 ? { ...answer, ignoredFacts: read.ignored } : answer)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw refused('FACTS_INVALID', '事实文件不是有效的 JSON，例如应写作 {"newBeds": 50}。')
  }
}

async function explain(args: readonly string[], rule: Rule): Promise<number> {
  const rendered = renderRule(rule, ruleContext(await whereAndWhen(args)), sayClause)
  if (flagOf(args, '--json')) return json({ rule: rule.id, ...rendered })
  process.stdout.write(`${[rendered.title, ...rendered.lines.map((line) => `　${line}`)].join('\n')}\n`)
  return 0
}

async function sql(args: readonly string[], rule: Rule): Promise<number> {
  const asked = await whereAndWhen(args, rule)
  const compiled = compileSql(rule, ruleContext(asked))
  const statement = compiled.select('fact')
  if (flagOf(args, '--json')) return json({ rule: rule.id, ...asked, settings: undefined, sql: statement, ...compiled })
  process.stdout.write(
    `-- ${rule.id}, ${asked.on}, ${asked.division}; one row of "fact" a case, one column a fact\n${statement};\n`,
  )
  return 0
}

async function whereAndWhen(
  args: readonly string[],
  rule?: Rule,
): Promise<{ on: Day; division: string; settings: Awaited<ReturnType<typeof readSettings>> }> {
  const division = optionOf(args, '--in') === undefined && rule ? rule.jurisdiction : readPlace(args)
  return { on: readDay(args), division, settings: await readSettings(args) }
}

/** The facts of one rule, or of every rule by its id. */
function facts(args: readonly string[], id: string | undefined): number {
  const shown =
    id === undefined
      ? Object.fromEntries(listRules().map((rule) => [rule.id, factsOf(rule).map(describe)]))
      : factsOf(ruleOf(id)).map(describe)
  if (flagOf(args, '--json') || id === undefined) return json(shown)
  process.stdout.write(
    ruleOf(id)
      .facts.map(
        (fact) => `${fact.name.padEnd(34)}${fact.type.padEnd(10)}${fact.label}${fact.unit ? `（${fact.unit}）` : ''}\n`,
      )
      .join(''),
  )
  return 0
}

const describe = (fact: Fact) => ({
  name: fact.name,
  type: fact.type,
  label: fact.label,
  unit: fact.unit ?? null,
  required: fact.leftOut === undefined && fact.insteadOf === undefined,
  /** `null` may be given: it says "known to be none". */
  nullable: fact.always !== true,
  ...(fact.values ? { values: Object.keys(fact.values), valueLabels: fact.values } : {}),
  ...(fact.none ? { none: fact.none } : {}),
  ...(fact.insteadOf ? { insteadOf: fact.insteadOf } : {}),
  ...(fact.min === undefined ? {} : { min: fact.min }),
  ...(fact.max === undefined ? {} : { max: fact.max }),
})
