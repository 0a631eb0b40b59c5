import type { Content } from 'pdfmake/interfaces.js'
import { showYuan } from '../../money/fen.ts'
import { LARGE, plainLines, type Sheet } from '../frame.ts'
import type { FamilySheetData } from '../paper-data.ts'

/** 一家一张表: each person of the household with each benefit, its amount and since when, in large type. */
export function familySheet(data: FamilySheetData): Sheet {
  return {
    heading: '一家一张表',
    fontSize: LARGE,
    content: [
      { text: `${data.household}  ${data.asOf} 的情况`, margin: [0, 0, 0, 8] },
      ...data.members.map(memberBlock),
      { text: data.contact, bold: true, margin: [0, 12, 0, 0] },
    ],
  }
}

function memberBlock(member: FamilySheetData['members'][number]): Content {
  const age = member.age === undefined ? '' : `，${member.age} 岁`
  const head = { text: `${member.name}（${member.relation}${age}）`, fontSize: 18, bold: true }
  if (member.benefits.length === 0) {
    return { margin: [0, 6, 0, 6], unbreakable: true, stack: [head, { text: '目前没有正在享受的待遇。' }] }
  }
  return {
    margin: [0, 6, 0, 6],
    unbreakable: true,
    stack: [
      head,
      {
        layout: plainLines,
        table: {
          widths: ['*', 'auto', 'auto'],
          body: member.benefits.map((benefit) => [
            { text: [benefit.label, benefit.words === undefined ? '' : `\n${benefit.words}`] },
            {
              text: benefit.amountFen === undefined ? '' : `${showYuan(benefit.amountFen)}${benefit.each ?? ''}`,
              bold: true,
              alignment: 'right' as const,
            },
            { text: benefit.from === undefined ? '' : `${benefit.from} 起`, bold: true, alignment: 'right' as const },
          ]),
        },
      },
    ],
  }
}
