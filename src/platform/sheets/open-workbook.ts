import { openBytes } from './byte-source.ts'
import { defaultLimits, type SheetLimits, type Workbook } from './cells.ts'
import { openCsv } from './csv-reader.ts'
import { refusals } from './refusals.ts'
import { openXls } from './xls-reader.ts'
import { openXlsx } from './xlsx-reader.ts'

const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1')
const EMPTY_ZIP = Buffer.from('PK\u0005\u0006', 'latin1')
const PDF = Buffer.from('%PDF')
const OLD_EXCEL = [0x0009, 0x0209, 0x0409]

/**
 * Opens a spreadsheet by what it contains; its name and ending are not looked at, because they are often wrong. `source` is
 * a path or the bytes. Throws `SheetRefused` with a sentence for the user; close the workbook when done.
 */
export async function openWorkbook(source: string | Uint8Array, limits: Partial<SheetLimits> = {}): Promise<Workbook> {
  const bounds = { ...defaultLimits, ...limits }
  const bytes = await openBytes(source)
  try {
    if (bytes.size === 0) throw refusals.empty()
    if (bytes.size > bounds.fileBytes) throw refusals.tooLarge(bounds.fileBytes)
    const start = await bytes.read(0, 4096)
    if (start.subarray(0, 4).equals(ZIP)) return await openXlsx(bytes, bounds)
    if (start.subarray(0, 4).equals(EMPTY_ZIP)) throw refusals.empty()
    if (start.subarray(0, 8).equals(COMPOUND_FILE)) {
      const all = await bytes.read(0, Math.min(bytes.size, 4 * 1024 * 1024))
      if (all.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw refusals.encrypted()
      if (all.includes(Buffer.from('WordDocument', 'utf16le'))) throw refusals.unsupported('Word')
      return await openXls(bytes, bounds)
    }
    if (OLD_EXCEL.includes(start.length > 4 ? start.readUInt16LE(0) : 0)) return await openXls(bytes, bounds)
    if (start.subarray(0, 4).equals(PDF)) throw refusals.unsupported('PDF')
    if (
      /^\s*(<\?xml[^>]*>\s*)?(<\?mso-application|<Workbook|<!DOCTYPE\s+html|<html|<head|<meta|<table|<style)/i.test(
        asText(start),
      )
    ) {
      return await openXls(bytes, bounds)
    }
    return await openCsv(bytes, bounds)
  } catch (error) {
    await bytes.close()
    throw error
  }
}

const asText = (bytes: Buffer): string => bytes.toString('utf8').replace(/^\uFEFF/, '')
