import type { Day } from '../../platform/clock/day.ts'
import { listRules, type Opening, type OpeningLine, openingOf, type Settings, sayClause } from '../../policy/index.ts'
import type { Department } from './filing-words.ts'
import type { OpeningFacts } from './opening-facts.ts'

/** One line of the panel, in words; plain data, so that a filing keeps it as it was said. */
export type PanelLine = {
  readonly rule: string
  readonly title: string
  readonly says: string
  readonly clauses: readonly string[]
  readonly conditions: readonly string[]
  /** 为什么: which facts matched, or what did not. */
  readonly why: readonly string[]
  readonly amountFen: number | null
  readonly example: boolean
  readonly with: string | null
  /** `再增加 1 张床位` */
  readonly near: string | null
  readonly missing: readonly string[]
}
export type Panel = Readonly<Record<'spared' | 'required' | 'verify' | 'receivable' | 'open', readonly PanelLine[]>>

const rules = new Map(listRules({ subject: 'facility' }).map((rule) => [rule.id, rule]))
const labelIn = (rule: string, name: string): string | undefined =>
  rules.get(rule)?.facts.find((fact) => fact.name === name)?.label

/** Only what an elder-care home may be asked: childcare has its own page and its own money (J13.2). */
const NOT_HERE: ReadonlySet<string> = new Set(['banan-childcare-slot-subsidy', 'banan-childcare-rent-reduction'])

/** The panel of a set of facts in a place on a day, by the same rules in the browser, on the server and on the command line. */
export function panelOf(facts: OpeningFacts, asked: { on: Day; division: string; settings?: Settings }): Panel {
  const read = openingOf(facts, asked)
  if (!read.ok) return { spared: [], required: [], verify: [], receivable: [], open: [] }
  const { opening } = read
  const words = <L extends OpeningLine>(lines: readonly L[], more: (line: L) => Partial<PanelLine> = () => ({})) =>
    lines.filter((line) => !NOT_HERE.has(line.rule)).map((line) => ({ ...plain(line), ...more(line) }))
  return {
    spared: words(opening.spared),
    required: words(opening.required),
    verify: words(opening.verify, (line) => ({ with: line.with })),
    receivable: words(opening.receivable, (line) => ({
      amountFen: line.amountFen,
      near: line.nearMiss ? sayNear(line.nearMiss) : null,
    })),
    open: words(opening.open, (line) => ({
      missing: line.missing.map((name) => labelIn(line.rule, name) ?? labelOf(name)),
    })),
  }
}

const plain = ({ rule, answer }: OpeningLine): PanelLine => ({
  rule,
  title: rules.get(rule)?.title ?? rule,
  says: answer.says,
  clauses: answer.clauses.map((clause) => sayClause(clause, true)),
  conditions: [...answer.conditions],
  why: answer.because === undefined ? [] : [answer.because],
  amountFen: answer.amountFen,
  example: answer.example,
  with: null,
  near: null,
  missing: [],
})

const labelOf = (name: string): string => {
  for (const rule of rules.keys()) {
    const label = labelIn(rule, name)
    if (label !== undefined) return label
  }
  return name.startsWith('parameter:') ? '本区还没有设定的标准' : name
}

type Near = NonNullable<Opening['receivable'][number]['nearMiss']>

/** How far away: `再增加 1 张可达到 50 张`. */
export function sayNear({ fact, have, need }: Near): string {
  if (typeof have !== 'number' || typeof need !== 'number') return `还差：${String(need)}`
  const gap = Math.round((need - have) * 100) / 100
  if (fact === 'leaseYears') {
    const months = Math.ceil(gap * 12 - 0.13)
    return `租期再延长 ${months} 个月可达到 ${need} 年`
  }
  const unit = fact === 'newBeds' || fact === 'beds' ? '张' : fact === 'residents' ? '人' : ''
  return `再增加 ${gap} ${unit}可达到 ${need} ${unit}`.replaceAll(/ +可/g, '可').trimEnd()
}

/** Which departments look at an opening, and at what: duties and open questions of the panel, and what is looked at always. */
export function checksFor(
  panel: Panel,
  { meals }: { meals: boolean },
): { department: Department; question: string; rules: string[] }[] {
  const asked = new Map<Department, { words: string[]; rules: string[] }>()
  const ask = (department: Department, words: string, rule?: string) => {
    const at = asked.get(department) ?? { words: [], rules: [] }
    at.words.push(words)
    if (rule !== undefined) at.rules.push(rule)
    asked.set(department, at)
  }
  ask('fire', '核查现行消防安全标准的落实情况')
  for (const line of [...panel.required, ...panel.verify, ...panel.open])
    for (const department of WHO_LOOKS[line.rule] ?? []) ask(department, `${line.title}：${line.says}`, line.rule)
  if (meals) ask('market', '核查食品经营许可或备案')
  return [...asked].map(([department, { words, rules }]) => ({ department, question: words.join('；'), rules }))
}

const WHO_LOOKS: Readonly<Record<string, readonly Department[]>> = {
  'fire-review-exemption': ['housing'],
  'completion-acceptance-waiver': ['housing'],
  'conversion-paper-waiver': ['planning-land'],
  'temporary-use-five-years': ['planning-land'],
  'environment-registration': ['ecology'],
  'internal-clinic-procedure': ['health'],
  'branch-site-filing': ['market'],
}
