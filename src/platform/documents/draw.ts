import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { frame, type Stamp } from './frame.ts'
import { type Covers, spellOut } from './glyph-cover.ts'
import type { PaperData, PaperKind } from './paper-data.ts'
import { assessmentSheet } from './templates/assessment.ts'
import { batchCoverSheet } from './templates/batch-cover.ts'
import { decisionSheet } from './templates/decision.ts'
import { familySheet } from './templates/family-sheet.ts'
import { noticeSheet, shortenNames } from './templates/notice.ts'
import { receiptSheet } from './templates/receipt.ts'

/** A paper to draw: its kind with the data of that kind. */
export type Drawing = { readonly [Kind in PaperKind]: { kind: Kind; data: PaperData[Kind]; stamp: Stamp } }[PaperKind]

/** The whole definition of a paper for pdfmake, pure: the same drawing gives the same definition. */
export function definitionOf(drawing: Drawing, covers: Covers): TDocumentDefinitions {
  // Names are shortened before rare characters are spelt out: a code is no surname.
  const shortened = drawing.kind === 'notice' ? { ...drawing, data: shortenNames(drawing.data) } : drawing
  const { data, missing } = spellOut(shortened, covers)
  return frame(sheetOf(data), data.stamp, data.data, missing)
}

function sheetOf(drawing: Drawing) {
  switch (drawing.kind) {
    case 'notice':
      return noticeSheet(drawing.data)
    case 'receipt':
      return receiptSheet(drawing.data)
    case 'decision':
      return decisionSheet(drawing.data)
    case 'batchCover':
      return batchCoverSheet(drawing.data)
    case 'familySheet':
      return familySheet(drawing.data)
    case 'assessment':
      return assessmentSheet(drawing.data)
  }
}
