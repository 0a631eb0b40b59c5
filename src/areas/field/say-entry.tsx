import { OUTCOMES } from '../visits/words.ts'
import type { Entry } from './protocol/device.ts'
import { KIND_WORDS } from './words.ts'

type VisitDetail = {
  opened?: { number: string; dutyName: string | null; dutyPhone: string | null; dueAt: string | null } | null
  remarks?: string[]
  conflicts?: { field: string | null; yours: string | null; theirs: string | null }[]
}
type ReceiptDetail = { cases?: { number: string; title: string }[] }
type AssessmentDetail = { levels?: string[]; finalLevel?: number | null; questions?: string[] }

/** A record of the journal in words: what it is, about whom, and what became of it. */
export function sayEntry({ record, detail }: Entry): { kind: string; elder: string; lines: string[] } {
  const content = (record.content ?? {}) as {
    elderId?: string
    elder?: { id: string }
    outcome?: keyof typeof OUTCOMES
  }
  const kind = KIND_WORDS[record.kind] ?? record.kind
  const elder = content.elderId ?? content.elder?.id ?? ''
  const outcome = record.kind === 'visit' && content.outcome !== undefined ? [OUTCOMES[content.outcome]] : []
  return { kind, elder, lines: [...outcome, ...sayDetail(detail)] }
}

function sayDetail(detail: unknown): string[] {
  const { opened, remarks = [], conflicts = [] } = (detail ?? {}) as VisitDetail
  const { cases = [] } = (detail ?? {}) as ReceiptDetail
  const { levels = [], finalLevel } = (detail ?? {}) as AssessmentDetail
  return [
    ...(opened ? [`已开办件 ${opened.number}${opened.dutyName === null ? '' : `，由${opened.dutyName}跟进`}`] : []),
    ...conflicts
      .filter((each) => each.field !== null)
      .map((each) => `办公室也改过这一项，两个都保留：您写“${each.yours ?? ''}”，办公室写“${each.theirs ?? ''}”`),
    ...remarks,
    ...cases.map((each) => `${each.title}：办件编号 ${each.number}`),
    ...(typeof finalLevel === 'number' ? [`评估等级：${levels[finalLevel] ?? finalLevel}`] : []),
  ]
}

export const sayTime = (instant: number | string): string =>
  new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant))
