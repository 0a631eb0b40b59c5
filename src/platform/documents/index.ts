export { isCheckCode } from './check-code.ts'
export { type IssuedPaper, type IssueParts, issuePaper, issuePapers, type NewPaper } from './issue-papers.ts'
export type {
  BatchCoverData,
  DecisionData,
  FamilySheetData,
  NoticeData,
  PaperClause,
  PaperData,
  PaperKind,
  ReceiptData,
  Remedy,
} from './paper-data.ts'
export { openPaperDesk, PaperBusy, type PaperDesk, PaperNotDrawn } from './paper-desk.ts'
export { readNumber } from './paper-number.ts'
export { codesOf } from './queries.ts'
export { redrawPaper, renderPaper } from './render-paper.ts'
export { papersArea } from './routes.ts'
export { voidPaper } from './void-paper.ts'
