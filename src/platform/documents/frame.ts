import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { PaperClause } from './paper-data.ts'

/** What the frame of every paper carries beside the text: which paper it is and how to check it. */
export type Stamp = {
  readonly number: string
  readonly checkCode: string
  /** `2026-11-22` */
  readonly issuedOn: string
  /** Milliseconds; the only time in the file, so that the same paper gives the same bytes. */
  readonly issuedAt: number
  /** The address behind the QR code. */
  readonly address: string
}

/** What a template gives: a heading, and the text below it. */
export type Sheet = {
  readonly heading: string
  readonly content: readonly Content[]
  readonly fontSize?: number
  /** Its last part stays on one page with the name of the office, so that no page holds the name alone. */
  readonly lastStays?: boolean
}

/** 25 mm in points (UX §9). */
const MARGIN = 71
/** 小三号: the smallest size on a paper that an elder is handed (UX §9). */
export const LARGE = 15
const BODY = 12
const SMALL = 9

/** A sheet in the frame of every paper: A4, number and name on each page, QR code and check code, page x of y. */
export function frame(
  sheet: Sheet,
  stamp: Stamp,
  issued: { office: string; phone?: string; example?: boolean },
  missing: readonly string[],
): TDocumentDefinitions {
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN],
    language: 'zh-CN',
    info: {
      title: `${sheet.heading} ${stamp.number}`,
      author: issued.office,
      creator: 'Yiyang',
      producer: 'Yiyang',
      creationDate: new Date(stamp.issuedAt),
    },
    defaultStyle: { font: 'NotoSansSC', fontSize: sheet.fontSize ?? BODY, lineHeight: 1.3, color: '#111111' },
    ...(issued.example === true
      ? { watermark: { text: '示例', font: 'NotoSansSC', color: '#8A4B00', opacity: 0.08, angle: -35 } }
      : {}),
    header: () => ({
      margin: [MARGIN, 34, MARGIN, 0],
      fontSize: SMALL,
      columns: [
        { text: issued.example === true ? `${sheet.heading}（示例数据）` : sheet.heading, width: '*' },
        { text: `编号 ${stamp.number}`, width: 'auto', alignment: 'right' },
      ],
    }),
    footer: (page, pages) => ({
      margin: [MARGIN, 16, MARGIN, 0],
      fontSize: SMALL,
      columns: [
        { text: `${issued.office}  ${stamp.issuedOn}`, width: '*' },
        { text: `第 ${page} 页，共 ${pages} 页`, width: 'auto', alignment: 'right' },
      ],
    }),
    content: [
      {
        columns: [
          {
            width: '*',
            stack: [
              { text: sheet.heading, fontSize: 20, bold: true, lineHeight: 1.2, margin: [0, 0, 0, 6] },
              { text: `扫右边的码核验，或凭编号 ${stamp.number} 和校验码 ${stamp.checkCode} 核验`, fontSize: SMALL },
            ],
          },
          { width: 'auto', qr: stamp.address, fit: 84, eccLevel: 'M', alignment: 'right' },
        ],
        columnGap: 16,
        margin: [0, 0, 0, 8],
      },
      ...sheet.content.slice(0, sheet.lastStays === true ? -1 : undefined),
      {
        unbreakable: true,
        stack: [
          ...(sheet.lastStays === true ? sheet.content.slice(-1) : []),
          ...(missing.length === 0 ? [] : [missingNote(missing)]),
          { ...closing(issued, stamp), margin: [0, 20, 0, 0] },
        ],
      },
    ],
  }
}

const closing = (issued: { office: string; phone?: string }, stamp: Stamp) => ({
  stack: [
    { text: issued.office, alignment: 'right' as const, bold: true },
    { text: stamp.issuedOn, alignment: 'right' as const },
    ...(issued.phone === undefined
      ? []
      : [{ text: `咨询电话 ${issued.phone}，也可以到窗口办理`, alignment: 'right' as const }]),
  ],
})

const missingNote = (missing: readonly string[]): Content => ({
  text: `说明：${missing.slice(0, 20).join('')}${missing.length > 20 ? '等' : ''}是打印字库暂缺的字，此处写出统一码，以身份证件上的字为准。`,
  fontSize: SMALL + 1,
  margin: [0, 12, 0, 0],
})

/** A line `标签：内容`, the content in bold where it is what the reader looks for. */
export const line = (label: string, value: string, bold = false): Content => ({
  text: [
    { text: `${label}：`, color: '#44515E' },
    { text: value, bold },
  ],
  margin: [0, 2, 0, 2],
})

/** A heading inside a paper. */
export const section = (text: string): Content => ({ text, bold: true, margin: [0, 12, 0, 4], headlineLevel: 1 })

/** The clauses that a paper stands on, one a line; nothing where there is none. */
export const clauseLines = (clauses: readonly PaperClause[]): Content[] =>
  clauses.length === 0
    ? []
    : [
        section('依据'),
        ...clauses.map(
          (clause): Content => ({
            text: `${clause.document} ${clause.section}${clause.says === undefined ? '' : `：${clause.says}`}`,
            margin: [0, 2, 0, 2],
          }),
        ),
      ]

/** Thin lines between rows, none between columns, the heading row repeated on each page. */
export const plainLines = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0,
  hLineColor: () => '#7A8794',
  paddingTop: () => 2,
  paddingBottom: () => 2,
}
