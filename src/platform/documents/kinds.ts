import type { PaperKind } from './paper-data.ts'

/** Each kind of paper: the letters of its number, its name, and the sequence that its numbers come from. */
export const paperKinds: Readonly<Record<PaperKind, { prefix: string; name: string; sequence: string }>> = {
  notice: { prefix: 'GS', name: '公示', sequence: 'documents.serial_notice' },
  receipt: { prefix: 'HZ', name: '受理回执', sequence: 'documents.serial_receipt' },
  decision: { prefix: 'JD', name: '决定书', sequence: 'documents.serial_decision' },
  batchCover: { prefix: 'FM', name: '发放批次封面', sequence: 'documents.serial_batch_cover' },
  assessment: { prefix: 'PG', name: '能力评估报告', sequence: 'documents.serial_assessment' },
  familySheet: { prefix: 'JT', name: '家庭待遇表', sequence: 'documents.serial_family_sheet' },
}
