import type { Day } from '../clock/day.ts'

/** A clause as a paper names it: `渝府办发〔2022〕15 号 第三章第一节`, with a sentence of our own where it helps. */
export type PaperClause = { readonly document: string; readonly section: string; readonly says?: string }

/** Where and until when somebody may object. Only what a document or a district's setting says; never a guess. */
export type Remedy = {
  /** `向巴南区民政局申请复核` */
  readonly how: string
  /** Working or calendar days as the source says, in words: `收到本决定书之日起 10 个工作日内`. Left out where no source says. */
  readonly within?: string
  readonly clause?: PaperClause
}

/** What every paper says: who issues it. `example` marks papers made of demonstration data. */
type Issued = {
  readonly office: string
  /** Telephone of the office; the second door of every paper (UX principle 10). */
  readonly phone?: string
  readonly example?: boolean
}

/** 公示: persons proposed for a benefit, for the board of a village. Names are shortened by the sheet itself. */
export type NoticeData = Issued & {
  readonly heading: string
  /** One or two sentences: what is decided about these persons and by which clause. */
  readonly introduction: string
  readonly clauses: readonly PaperClause[]
  readonly from: Day
  /** The last day of the notice, inclusive, as people read it. */
  readonly until: Day
  /** `place` is the village or group; `amountFen` a month's money, left out where there is none. */
  readonly rows: readonly {
    name: string
    sex?: string
    age?: number
    place: string
    amountFen?: number
    note?: string
  }[]
  /** Whom to tell about a mistake, and how. */
  readonly objections: string
}

/** 受理回执: what was handed in, and what happens next. Large type; the number of the case is largest. */
export type ReceiptData = Issued & {
  readonly caseNumber: string
  readonly matter: string
  readonly applicant: string
  /** Who handed it in for the applicant. */
  readonly agent?: string
  readonly receivedOn: Day
  readonly handedIn: readonly string[]
  /** What happens next, each with its day where one is promised. */
  readonly next: readonly { what: string; by?: Day }[]
}

/** 决定书: the outcome with its facts, clauses and remedy. */
export type DecisionData = Issued & {
  readonly caseNumber: string
  readonly addressee: string
  readonly matter: string
  /** The decision in one sentence: `同意自 2026-11 起按月发给高龄津贴。` */
  readonly decision: string
  readonly amount?: { readonly fen: number; readonly each: string }
  readonly from?: Day
  readonly facts: readonly { label: string; value: string; source?: string }[]
  /** For a refusal: the failing condition and what would change it. */
  readonly reasons: readonly string[]
  readonly clauses: readonly PaperClause[]
  readonly remedies: readonly Remedy[]
}

/** 发放批次封面: totals and signatures of a payment batch. */
export type BatchCoverData = Issued & {
  readonly batchNumber: string
  readonly title: string
  /** `2026 年 11 月` */
  readonly period: string
  readonly lines: readonly { label: string; persons: number; amountFen: number }[]
  /** SHA-256 of the bank text in hexadecimal: the seal of the batch. */
  readonly seal?: string
  /** Every signature that the batch needs, in order; `by` and `at` where it is given already. */
  readonly signatures: readonly { role: string; by?: string; at?: string }[]
  readonly notes?: readonly string[]
}

/** 一家一张表: all benefits of a household on one sheet in large type. */
export type FamilySheetData = Issued & {
  readonly household: string
  readonly asOf: Day
  readonly members: readonly {
    name: string
    relation: string
    age?: number
    benefits: readonly { label: string; amountFen?: number; each?: string; from?: Day; words?: string }[]
  }[]
  /** Whom to call about any of it. */
  readonly contact: string
}

/** 能力评估报告: who was assessed by whom, every answer, and how the level came about. */
export type AssessmentData = Issued & {
  readonly orderNumber: string
  readonly title: string
  /** The standard with its number. */
  readonly standard: string
  readonly person: readonly { label: string; value: string }[]
  readonly circumstances: readonly { label: string; value: string }[]
  readonly assessors: readonly { name: string; certificate: string }[]
  readonly sections: readonly {
    label: string
    points: number
    most: number
    items: readonly { code: string; label: string; chosen: string; points: number; most: number }[]
  }[]
  readonly total?: number
  readonly preliminaryLevel: string
  /** Each rule that changed the level, in one sentence. */
  readonly adjustments: readonly string[]
  readonly finalLevel: string
  /** How the sheet stands: in force, under dispute. */
  readonly state: string
  /** Exclusive; left out where nobody has set how long a result is valid. */
  readonly validUntil?: Day
  readonly readings: readonly string[]
  readonly remedy: string
}

/** What each kind of paper says. Plain data: it is kept sealed, and crosses into the drawing thread. */
export type PaperData = {
  notice: NoticeData
  receipt: ReceiptData
  decision: DecisionData
  batchCover: BatchCoverData
  familySheet: FamilySheetData
  assessment: AssessmentData
}

export type PaperKind = keyof PaperData
