import type { SheetLimits } from './cells.ts'
import { refusals } from './refusals.ts'
import { type XmlHandler, XmlTokens } from './xml-tokens.ts'
import { inflate, type ZipArchive, type ZipEntry } from './zip-archive.ts'

/** Everything of an .xlsx besides the rows: which sheets there are, which styles are dates, the table of texts. */
export type XlsxParts = {
  sheets: { name: string; hidden: boolean; entry: ZipEntry }[]
  date1904: boolean
  isDateStyle: boolean[]
  texts: string[]
}

const SMALL_PART = 16 * 1024 * 1024
const MOST_TEXTS = 4_000_000

export async function readParts(archive: ZipArchive, limits: SheetLimits): Promise<XlsxParts> {
  const root = await relations(archive, '')
  const workbookPath = root.find((one) => one.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const workbookEntry = archive.entries.get(workbookPath)
  if (!workbookEntry) throw unknownZip(archive)
  if (workbookPath.endsWith('.bin')) throw refusals.unsupported('xlsb')

  const links = await relations(archive, workbookPath)
  const listed: { name: string; hidden: boolean; link: string }[] = []
  let date1904 = false
  await walk(archive, workbookEntry, SMALL_PART, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const state = attributes.state ?? 'visible'
      // The prefix of the relations' namespace is the writer's choice.
      const link = attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      listed.push({ name: attributes.name ?? '', hidden: state !== 'visible', link })
    },
    close() {},
    text() {},
  })
  const sheets = listed.flatMap(({ name, hidden, link }) => {
    const relation = links.find((one) => one.id === link && one.type.endsWith('/worksheet'))
    const entry = relation && archive.entries.get(relation.target)
    return entry ? [{ name, hidden, entry }] : []
  })
  if (sheets.length === 0) throw refusals.damaged('工作表缺失')

  const part = (type: string): ZipEntry | undefined =>
    archive.entries.get(links.find((one) => one.type.endsWith(type))?.target ?? '')
  return {
    sheets,
    date1904,
    isDateStyle: await dateStyles(archive, part('/styles')),
    texts: await sharedTexts(archive, part('/sharedStrings'), limits),
  }
}

function unknownZip(archive: ZipArchive): Error {
  if (archive.entries.has('content.xml')) return refusals.unsupported('ods')
  if (archive.entries.has('word/document.xml')) return refusals.unsupported('Word')
  return refusals.unknownFormat()
}

/** Feeds one part to a handler. */
export async function walk(archive: ZipArchive, entry: ZipEntry, atMost: number, handler: XmlHandler): Promise<void> {
  const tokens = new XmlTokens(handler)
  const decoder = new TextDecoder('utf-8')
  for await (const piece of inflate(archive, entry, atMost)) tokens.push(decoder.decode(piece, { stream: true }))
  tokens.push(decoder.decode())
  tokens.finish()
}

async function relations(archive: ZipArchive, of: string): Promise<{ id: string; type: string; target: string }[]> {
  const slash = of.lastIndexOf('/') + 1
  const folder = of.slice(0, slash)
  const entry = archive.entries.get(`${folder}_rels/${of.slice(slash)}.rels`)
  const found: { id: string; type: string; target: string }[] = []
  if (!entry) return found
  await walk(archive, entry, SMALL_PART, {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const target = attributes.Target ?? ''
      found.push({
        id: attributes.Id ?? '',
        type: attributes.Type ?? '',
        target: target.startsWith('/') ? target.slice(1) : resolvePath(folder, target),
      })
    },
    close() {},
    text() {},
  })
  return found
}

function resolvePath(folder: string, target: string): string {
  const steps = folder.split('/').filter((step) => step !== '')
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

/** Which cell formats show a number as a date: the built-in ones and those whose pattern names a year or a day. */
async function dateStyles(archive: ZipArchive, entry: ZipEntry | undefined): Promise<boolean[]> {
  if (!entry) return []
  const patterns = new Map<number, string>()
  const styles: boolean[] = []
  let inCellFormats = false
  await walk(archive, entry, SMALL_PART, {
    open(name, attributes) {
      if (name === 'numFmt') {
        patterns.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      } else if (name === 'cellXfs') inCellFormats = true
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attributes.numFmtId ?? 0)
        styles.push(isDatePattern(id, patterns.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
    text() {},
  })
  return styles
}

export function isDatePattern(id: number, pattern: string | undefined): boolean {
  if (pattern === undefined)
    return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
  // Quoted words, escaped letters and [conditions] are no date fields: "元/人·月" is not a month.
  const fields = pattern.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  return /[ydYD年月日]/.test(fields) && !/[#?]/.test(fields)
}

async function sharedTexts(archive: ZipArchive, entry: ZipEntry | undefined, limits: SheetLimits): Promise<string[]> {
  const texts: string[] = []
  if (!entry) return texts
  if (entry.uncompressedSize > limits.sharedTextBytes) throw refusals.inflatesTooMuch()
  let text = ''
  let reading = false
  let phonetic = false
  await walk(archive, entry, limits.sharedTextBytes, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') reading = !phonetic
      else if (name === 'rPh') phonetic = true
    },
    close(name) {
      if (name === 't') reading = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') {
        if (texts.length >= MOST_TEXTS) throw refusals.tooMuchMemory()
        texts.push(decodeEscapes(text))
      }
    },
    text(piece) {
      if (!reading) return
      text += piece
      if (text.length > limits.cellCharacters) throw refusals.cellTooLong('某个单元格', limits.cellCharacters)
    },
  })
  return texts
}

/** Control characters stand as `_x000D_` in the texts of a workbook. */
export const decodeEscapes = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
