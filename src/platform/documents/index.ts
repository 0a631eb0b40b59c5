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
export { openPaperDesk, type PaperDesk } from './paper-desk.ts'
export { redrawPaper } from './render-paper.ts'
export { papersArea } from './routes.ts'
export { voidPaper } from './void-paper.ts'
