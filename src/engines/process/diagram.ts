import type { ClockDeclaration, ProcessDeclaration } from './declaration.ts'

/** A kind of case as a Mermaid state diagram, drawn from the declaration itself: states, moves with who makes them, clocks. */
export function diagram({ start, states, moves, clocks }: ProcessDeclaration): string {
  const lines = [
    'stateDiagram-v2',
    ...Object.entries(states).map(([name, { title }]) => `  state "${title}" as ${name}`),
  ]
  lines.push(`  [*] --> ${start}`)
  for (const { title, from, to, by, needs } of Object.values(moves))
    for (const state of from)
      lines.push(`  ${state} --> ${to}: ${title}（${by.join('、')}${needs === undefined ? '' : '，材料齐全'}）`)
  for (const [name, { desk, clock, notice }] of Object.entries(states)) {
    if (desk === null) lines.push(`  ${name} --> [*]`)
    const notes = [
      ...(clock === undefined ? [] : [sayClock(clocks[clock] as ClockDeclaration)]),
      ...(notice ? ['公示'] : []),
    ]
    if (notes.length > 0) lines.push(`  note right of ${name}: ${notes.join('；')}`)
  }
  return `${lines.join('\n')}\n`
}

const sayClock = ({ title, term, makes }: ClockDeclaration): string =>
  `${title} ${'days' in term ? term.days : term.setting} ${term.count === 'working' ? '个工作日' : '日'}${makes === undefined ? '' : `，到期 ${makes}`}`
