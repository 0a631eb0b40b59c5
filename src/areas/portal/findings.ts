import type { ClauseRef } from '../../ui/explanation-card.tsx'
import type { Answers } from './answers.ts'

/** One benefit as the result page shows it. */
export type Finding = {
  id: string
  name: string
  /** What it is, in one line. */
  what: string
  /** Whole fen a month where it is known; else the words (`以巴南区公布为准`). */
  amount: { fen: number; example: boolean; unit: string } | { words: string }
  /** Why it stands in its group; for 再确认一项 what has to be found out. */
  because: readonly string[]
  decidedBy: string
  /** How to get it without a phone. */
  howTo: string
  clauses: readonly ClauseRef[]
}

/** 现在可以办 · 再确认一项就能办 · 暂时不符合. */
export type Findings = { now: readonly Finding[]; oneMore: readonly Finding[]; notNow: readonly Finding[] }

export type Find = (answers: Answers) => Promise<Findings>
