import { LARGE, line, type Sheet, section } from '../frame.ts'
import type { ReceiptData } from '../paper-data.ts'

/** 受理回执: what an elder takes home. 小三号 throughout; the number to say on the phone is largest. */
export function receiptSheet(data: ReceiptData): Sheet {
  return {
    heading: '受理回执',
    fontSize: LARGE,
    content: [
      { text: '办件编号（打电话时报这个号）', color: '#44515E' },
      { text: data.caseNumber, fontSize: 30, bold: true, margin: [0, 0, 0, 10], characterSpacing: 1 },
      line('办理事项', data.matter, true),
      line('申请人', data.applicant, true),
      ...(data.agent === undefined ? [] : [line('代办人', data.agent)]),
      line('受理日期', data.receivedOn, true),
      ...(data.handedIn.length === 0 ? [] : [section('已收到的材料'), { ul: [...data.handedIn] }]),
      section('接下来'),
      {
        ol: data.next.map((step) => ({
          text: [{ text: step.what }, ...(step.by === undefined ? [] : [{ text: ` 最晚 ${step.by}`, bold: true }])],
          margin: [0, 2, 0, 2],
        })),
      },
    ],
  }
}
