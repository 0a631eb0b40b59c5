import type { Keyring } from '../../platform/crypto/index.ts'
import type { RawCell, SheetRow } from '../../platform/sheets/index.ts'

/** What is kept of a row of the file: its cells and the section title above it. Sealed, because cells hold ID numbers. */
export type KeptRow = { cells: (RawCell | undefined)[]; section: string | undefined }

/** The clerk's repairs: column index → new text. */
export type Fixes = Record<string, string>

export const sealRow = (keyring: Keyring, row: KeptRow): Buffer =>
  keyring.seal(JSON.stringify({ c: row.cells.map((cell) => cell ?? 0), s: row.section }))

export function openRow(keyring: Keyring, sealed: Buffer): KeptRow {
  const { c, s } = JSON.parse(keyring.open(sealed)) as { c: (RawCell | 0)[]; s?: string }
  return { cells: c.map((cell) => cell || undefined), section: s }
}

export const sealFixes = (keyring: Keyring, fixes: Fixes): Buffer => keyring.seal(JSON.stringify(fixes))
export const openFixes = (keyring: Keyring, sealed: Buffer | null): Fixes =>
  sealed === null ? {} : (JSON.parse(keyring.open(sealed)) as Fixes)

/** The row as it stands after the repairs. A repaired cell is text, as if it had been typed so in the file. */
export function repairedRow(number: number, hidden: boolean, kept: KeptRow, fixes: Fixes): SheetRow {
  const cells = [...kept.cells]
  for (const [column, text] of Object.entries(fixes)) {
    cells[Number(column)] = text === '' ? undefined : { kind: 'text', text }
  }
  return { number, hidden, cells }
}
