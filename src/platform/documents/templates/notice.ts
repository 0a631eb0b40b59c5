import { maskName } from '../../crypto/index.ts'
import { showYuan } from '../../money/fen.ts'
import { clauseLines, plainLines, type Sheet } from '../frame.ts'
import type { NoticeData } from '../paper-data.ts'

/** What of a notice is kept: names are shortened before it is stored, since no later reader needs them in full. */
export const shortenNames = (data: NoticeData): NoticeData => ({
  ...data,
  rows: data.rows.map((row) => ({ ...row, name: maskName(row.name) })),
})

/** 公示: for the board of a village, with names that are shortened already, as many pages as it needs, the heading row on each. */
export function noticeSheet(data: NoticeData): Sheet {
  const { rows } = data
  const withMoney = rows.some((row) => row.amountFen !== undefined)
  const withNote = rows.some((row) => row.note !== undefined)
  const heads = [
    '序号',
    '姓名',
    '性别',
    '年龄',
    '村（社区）',
    ...(withMoney ? ['每月金额'] : []),
    ...(withNote ? ['说明'] : []),
  ]
  const widths = [32, 'auto', 32, 36, '*', ...(withMoney ? [78] : []), ...(withNote ? ['*'] : [])]
  return {
    heading: data.heading,
    content: [
      { text: data.introduction, margin: [0, 0, 0, 6] },
      {
        text: [
          { text: `公示期 ${data.from} 至 ${data.until}（含当日），` },
          { text: `共 ${rows.length} 人。`, bold: true },
        ],
        margin: [0, 0, 0, 6],
      },
      { text: data.objections, margin: [0, 0, 0, 10] },
      {
        fontSize: 11,
        lineHeight: 1.1,
        layout: plainLines,
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths,
          body: [
            heads.map((text) => ({ text, bold: true, alignment: text === '每月金额' ? 'right' : 'left' })),
            ...rows.map((row, index) => [
              String(index + 1),
              { text: row.name, noWrap: true },
              row.sex ?? '',
              row.age === undefined ? '' : `${row.age}`,
              row.place,
              ...(withMoney
                ? [{ text: row.amountFen === undefined ? '' : showYuan(row.amountFen), alignment: 'right' as const }]
                : []),
              ...(withNote ? [row.note ?? ''] : []),
            ]),
          ],
        },
      },
      ...clauseLines(data.clauses),
    ],
  }
}
