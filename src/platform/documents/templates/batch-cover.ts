import { showYuan, showYuanInWords } from '../../money/fen.ts'
import { line, plainLines, type Sheet, section } from '../frame.ts'
import type { BatchCoverData } from '../paper-data.ts'

/** 发放批次封面: the sum in figures and 大写, the seal of the bank text, and a box for each signature. */
export function batchCoverSheet(data: BatchCoverData): Sheet {
  const persons = data.lines.reduce((sum, each) => sum + each.persons, 0)
  const total = data.lines.reduce((sum, each) => sum + each.amountFen, 0)
  const right = (text: string, bold = false) => ({ text, bold, alignment: 'right' as const })
  return {
    heading: data.title,
    content: [
      line('批次编号', data.batchNumber, true),
      line('发放期', data.period, true),
      {
        margin: [0, 8, 0, 8],
        layout: plainLines,
        table: {
          headerRows: 1,
          widths: ['*', 90, 130],
          body: [
            [{ text: '项目', bold: true }, right('人次', true), right('金额', true)],
            ...data.lines.map((each) => [each.label, right(`${each.persons}`), right(showYuan(each.amountFen))]),
            [{ text: '合计', bold: true }, right(`${persons}`, true), right(showYuan(total), true)],
          ],
        },
      },
      { text: `合计（大写）：人民币${showYuanInWords(total)}`, bold: true, fontSize: 14, margin: [0, 4, 0, 8] },
      ...(data.seal === undefined ? [] : sealLines(data.seal)),
      ...(data.notes === undefined || data.notes.length === 0 ? [] : [section('说明'), { ul: [...data.notes] }]),
      section('签字'),
      {
        table: {
          dontBreakRows: true,
          widths: ['*', '*', '*'],
          heights: (row) => (row === 0 ? 'auto' : 36),
          body: [
            ['岗位', '系统中的签署', '手写签名和日期'].map((text) => ({ text, bold: true })),
            ...data.signatures.map((each) => [
              each.role,
              each.by === undefined ? '尚未签署' : `${each.by}${each.at === undefined ? '' : `\n${each.at}`}`,
              '',
            ]),
          ],
        },
      },
    ],
  }
}

/** 64 digits in groups of eight, so that two people can compare them aloud. */
const sealLines = (seal: string) => [
  section('支付文本的校验值（SHA-256）'),
  { text: seal.match(/.{1,8}/g)?.join(' ') ?? seal, fontSize: 11 },
]
