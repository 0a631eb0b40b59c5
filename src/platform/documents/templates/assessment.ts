import type { Content } from 'pdfmake/interfaces.js'
import { plainLines, type Sheet } from '../frame.ts'
import type { AssessmentData } from '../paper-data.ts'

/** 能力评估报告: the result first, then how it came about, every answer, and where to object. */
export function assessmentSheet(data: AssessmentData): Sheet {
  return {
    heading: '能力评估报告',
    lastStays: true,
    content: [
      { text: `评估单 ${data.orderNumber}  ${data.standard}`, margin: [0, 0, 0, 6] },
      pairs(data.person),
      {
        margin: [0, 8, 0, 8],
        unbreakable: true,
        stack: [
          { text: `评估结果：${data.finalLevel}`, fontSize: 18, bold: true },
          {
            text: `初步等级 ${data.preliminaryLevel}${data.total === undefined ? '' : `，总分 ${data.total}`}；状态：${data.state}；有效期至：${data.validUntil ?? '未设定'}`,
          },
          ...data.adjustments.map((text) => ({ text: `等级变更：${text}` })),
          ...(data.adjustments.length === 0 ? [{ text: '没有等级变更情形，最终等级与初步等级一致。' }] : []),
        ],
      },
      pairs(data.circumstances),
      ...data.sections.map(section),
      ...(data.readings.length === 0
        ? []
        : [
            {
              text: data.readings.map((each) => `说明：${each}`).join('\n'),
              fontSize: 9,
              margin: [0, 6, 0, 0],
            } as Content,
          ]),
      {
        margin: [0, 10, 0, 0],
        stack: [
          ...data.assessors.map((each) => ({ text: `评估员：${each.name}（证书 ${each.certificate || '未登记'}）` })),
          { text: data.remedy, margin: [0, 6, 0, 0] },
        ],
      },
    ],
  }
}

/** Label and value, two pairs a line. */
function pairs(rows: readonly { label: string; value: string }[]): Content {
  const body = []
  for (let at = 0; at < rows.length; at += 2) {
    const [one, other] = [rows[at], rows[at + 1]]
    body.push([
      { text: one?.label ?? '', color: '#44515E' },
      one?.value ?? '',
      { text: other?.label ?? '', color: '#44515E' },
      other?.value ?? '',
    ])
  }
  return { layout: 'noBorders', fontSize: 10.5, table: { widths: [72, '*', 72, '*'], body } }
}

function section({ label, points, most, items }: AssessmentData['sections'][number]): Content {
  return {
    margin: [0, 6, 0, 0],
    layout: plainLines,
    fontSize: 10,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [40, 110, '*', 44],
      body: [
        [
          { text: label, bold: true, colSpan: 3 },
          '',
          '',
          { text: `${points}/${most}`, bold: true, alignment: 'right' as const },
        ],
        ...items.map((item) => [
          item.code,
          item.label,
          item.chosen,
          { text: `${item.points}/${item.most}`, alignment: 'right' as const },
        ]),
      ],
    },
  }
}
