import type { Content } from 'pdfmake/interfaces.js'
import { showYuan } from '../../money/fen.ts'
import { clauseLines, LARGE, line, type Sheet, section } from '../frame.ts'
import type { DecisionData, Remedy } from '../paper-data.ts'

/** 决定书: the outcome first, then why, by which clause, and what to do about it. */
export function decisionSheet(data: DecisionData): Sheet {
  return {
    heading: '决定书',
    fontSize: LARGE,
    lastStays: true,
    content: [
      { text: `${data.addressee}：`, bold: true, margin: [0, 0, 0, 6] },
      { text: `您的“${data.matter}”（办件编号 ${data.caseNumber}）已作出决定。`, margin: [0, 0, 0, 6] },
      { text: data.decision, bold: true, fontSize: 18, margin: [0, 4, 0, 8] },
      ...(data.amount === undefined ? [] : [line('金额', `${showYuan(data.amount.fen)}${data.amount.each}`, true)]),
      ...(data.from === undefined ? [] : [line('开始日期', data.from, true)]),
      ...(data.reasons.length === 0 ? [] : [section('理由'), { ul: [...data.reasons] }]),
      ...(data.facts.length === 0 ? [] : [section('依据的事实'), ...data.facts.map(factLine)]),
      ...clauseLines(data.clauses),
      { stack: [section('不同意这个决定'), ...remedyLines(data)] },
    ],
  }
}

const factLine = (fact: DecisionData['facts'][number]): Content =>
  line(fact.label, `${fact.value}${fact.source === undefined ? '' : `（${fact.source}）`}`)

/** What a source says and no more: where none names a place or a time limit, the office that decided is the one to ask. */
function remedyLines(data: DecisionData): Content[] {
  if (data.remedies.length === 0) {
    const phone = data.phone === undefined ? '' : `，电话 ${data.phone}`
    return [{ text: `可以向${data.office}提出，说明理由即可${phone}。受理异议的期限本区还没有公布，请尽早提出。` }]
  }
  return [{ ol: data.remedies.map((remedy) => ({ text: remedyText(remedy), margin: [0, 2, 0, 2] })) }]
}

const remedyText = ({ how, within, clause }: Remedy): string => {
  const text = within === undefined ? `${how}。` : `${within}，${how}。`
  return clause === undefined ? text : `${text}（依据 ${clause.document} ${clause.section}）`
}
