import { crc32, deflateRawSync } from 'node:zlib'
import { openWorkbook, SheetRefused } from '../../../platform/sheets/index.ts'
import type { PlaceFinder } from '../place-finder.ts'
import { readList } from '../read-list.ts'
import { ledgerHead, ledgerRow, type SamplePerson, seededNumbers } from './sample-ledger.ts'
import { today } from './staging.ts'

/** Damaged files for the import: whatever comes, the answer is a clear refusal or findings at rows, in bounded time. */
export type FuzzCase = { name: string; bytes: Uint8Array }
export type Verdict = { kind: 'refused'; code: string } | { kind: 'read'; rows: number; findings: number }

export type FuzzSeeds = { xlsx: Uint8Array; xls: Uint8Array; csv: Uint8Array; people: readonly SamplePerson[] }

type Next = () => number
const below = (next: Next, limit: number): number => Math.floor(next() * limit)
const pick = <T>(list: readonly T[], next: Next): T => list[below(next, list.length)]!

/** The case of a number; the same number gives the same bytes. */
export function fuzzCase(number: number, seeds: FuzzSeeds): FuzzCase {
  const next = seededNumbers(number)
  const share = next()
  // Each .xls starts a thread of its own; a few of them say as much as many.
  if (share < 0.04) return { name: 'xls damaged', bytes: damageBytes(seeds.xls, next) }
  if (share < 0.24) return { name: 'xlsx damaged', bytes: damageBytes(seeds.xlsx, next) }
  if (share < 0.36) return { name: 'csv damaged', bytes: damageBytes(seeds.csv, next) }
  if (share < 0.4)
    return {
      name: 'renamed',
      bytes: pick([randomBytes(next), Buffer.from('%PDF-1.7'), Buffer.from('PK\u0003\u0004'), Buffer.alloc(0)], next),
    }
  if (share < 0.55)
    return { name: 'xml damaged', bytes: workbookOf(damageXml(sheetOf(seeds.people.map(plainRow)), next)) }
  if (share < 0.57) return { name: 'bomb', bytes: bomb(next) }
  return { name: 'odd cells', bytes: workbookOf(sheetOf(seeds.people.map((one, index) => oddRow(one, index, next)))) }
}

/** Reads a file as the import does, without a database. Anything but a refusal or rows is thrown. */
export async function judge(bytes: Uint8Array, places: PlaceFinder): Promise<Verdict> {
  try {
    const workbook = await openWorkbook(bytes, { milliseconds: 20_000 })
    try {
      const list = await readList(workbook, { kind: 'ledger', places, today })
      let rows = 0
      let findings = 0
      for await (const { checked } of list.rows()) {
        rows++
        findings += checked.findings.length
      }
      return { kind: 'read', rows, findings }
    } finally {
      await workbook.close()
    }
  } catch (error) {
    if (error instanceof SheetRefused) return { kind: 'refused', code: error.refusal.code }
    throw error
  }
}

function randomBytes(next: Next): Uint8Array {
  return Uint8Array.from({ length: below(next, 2000) }, () => below(next, 256))
}

function damageBytes(bytes: Uint8Array, next: Next): Uint8Array {
  const copy = Buffer.from(bytes)
  const how = below(next, 4)
  if (how === 0) return copy.subarray(0, below(next, copy.length))
  if (how === 1)
    return Buffer.concat([copy.subarray(0, below(next, copy.length)), copy.subarray(below(next, copy.length))])
  const hits = how === 2 ? 1 + below(next, 4) : 20 + below(next, 200)
  for (let hit = 0; hit < hits; hit++) copy[below(next, copy.length)] = below(next, 256)
  return copy
}

const ODD_CELLS = [
  '<c R><v>5.12226194202106E+17</v></c>',
  '<c R><v>512226194202106000</v></c>',
  '<c R><v>-1</v></c>',
  '<c R><v>1E308</v></c>',
  '<c R><v>60</v></c>',
  '<c R s="1"><v>60</v></c>',
  '<c R s="1"><v>0</v></c>',
  '<c R s="1"><v>99999999</v></c>',
  '<c R s="1"><v>21000.5</v></c>',
  '<c R s="99999"><v>3</v></c>',
  '<c R t="s"><v>999999</v></c>',
  '<c R t="s"><v>x</v></c>',
  '<c R t="b"><v>1</v></c>',
  '<c R t="b"><v>yes</v></c>',
  '<c R t="e"><v>#N/A</v></c>',
  '<c R t="d"><v>1940-02-30</v></c>',
  '<c R t="weird"><v>7</v></c>',
  '<c R><f>1/0</f></c>',
  '<c R t="str"><f>A1</f><v>同上</v></c>',
  '<c R><v>NaN</v></c>',
  '<c R t="inlineStr"><is><t>　</t></is></c>',
  '<c R t="inlineStr"><is><t>&#0;&#xD800;&#x10FFFF;</t></is></c>',
  '<c R t="inlineStr"><is><t>_x0000_\ufffd□？</t></is></c>',
  '<c R t="inlineStr"><is><t>=cmd|calc</t></is></c>',
  '<c R t="inlineStr"><is><t>合计</t></is></c>',
  '<c R t="inlineStr"><is><t>同上</t></is></c>',
  '<c R t="inlineStr"><is><t>1940.2.30</t></is></c>',
  '<c R t="inlineStr"><is><t>82岁</t></is></c>',
  '<c R t="inlineStr"><is><t>constructor</t></is></c>',
  '<c R t="inlineStr"><is><r><t>李</t></r><rPh><t>li</t></rPh><r><t>英</t></r></is></c>',
  '<c R t="inlineStr"><is><t>💥𠮷\u202e</t></is></c>',
]

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const textCell = (value: unknown): string =>
  value === null || value === '' ? '' : `<c R t="inlineStr"><is><t>${escapeXml(String(value))}</t></is></c>`
const plainRow = (one: SamplePerson, index: number): string[] => ledgerRow(one, index).map(textCell)

function oddRow(one: SamplePerson, index: number, next: Next): string[] {
  const cells = plainRow(one, index)
  for (let hit = 0; hit <= below(next, 3); hit++) {
    cells[below(next, cells.length)] =
      next() < 0.02
        ? textCell('长'.repeat(40_000))
        : next() < 0.1
          ? textCell(mutated(one.id, next))
          : pick(ODD_CELLS, next)
  }
  return cells
}

function mutated(text: string, next: Next): string {
  const characters = [...text]
  for (let hit = 0; hit <= below(next, 3); hit++) {
    characters[below(next, characters.length)] = pick(
      ['', ' ', 'x', '０', '\u00a0', "'", '-', '9', 'O', '\u200b', 'Ｘ'],
      next,
    )
  }
  return characters.join('')
}

function sheetOf(rows: string[][]): string {
  const lines = [ledgerHead.map(textCell), ...rows].map((cells, row) => {
    const placed = cells.map((cell, column) => cell.replace(' R', ` r="${String.fromCharCode(65 + column)}${row + 1}"`))
    return `<row r="${row + 1}">${placed.join('')}</row>`
  })
  return `<worksheet><sheetData>${lines.join('')}</sheetData><mergeCells><mergeCell ref="G2:G4"/></mergeCells></worksheet>`
}

function damageXml(xml: string, next: Next): string {
  const at = below(next, xml.length)
  const damages: (() => string)[] = [
    () => xml.slice(0, at),
    () =>
      xml.slice(0, at) +
      pick(['<', '>', '&', '"', '</row>', '<row>', '<c>', '</c>', '<!--', '<![CDATA[', '\u0000', '<?'], next) +
      xml.slice(at),
    () => xml.replace(/r="(\d+)"/, `r="${pick(['0', '-5', '99999999999', '1048577', 'x', '1.5', ''], next)}"`),
    () => xml.replace(/r="B\d+"/, `r="${pick(['ZZZZ1', 'b2', '1', 'XFD2', 'A1'], next)}"`),
    () => xml.replace('G2:G4', pick(['A1:XFD1048576', 'G4:G2', 'x', 'A0:A0', 'G2', 'A1:A1,B1'], next)),
    () => `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>${xml}`,
    () => xml.replace('<worksheet>', `<worksheet><dimension ref="A1:XFD1048576"/>`),
    () => xml.replaceAll('姓名', pick(['', '编号', '性别', '<b/>'], next)),
    () => xml.replaceAll('</row>', ''),
    () => xml.replaceAll('<row ', '<x:row ').replaceAll('</row>', '</x:row>'),
  ]
  return pick(damages, next)()
}

function bomb(next: Next): Uint8Array {
  const kind = below(next, 3)
  const filler =
    kind === 0
      ? `<worksheet><sheetData>${' '.repeat(64 * 1024 * 1024)}`
      : `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>${'大'.repeat(3_500_000)}`
  // A directory that lies about the size is found out while inflating.
  return workbookOf(filler, kind === 2 ? 1000 : undefined)
}

const PARTS = {
  '_rels/.rels':
    '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml':
    '<workbook><sheets><sheet name="台账" sheetId="1" r:id="r1"/><sheet name="字典" state="veryHidden" sheetId="2" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/></Relationships>',
  'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}

/** A workbook around the XML of one sheet. `declared` is the size that the directory claims, if it is to lie. */
export function workbookOf(sheet: string, declared?: number): Uint8Array {
  const files = Object.entries({ ...PARTS, 'xl/worksheets/sheet1.xml': sheet })
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of files) {
    const plain = Buffer.from(content)
    const packed = deflateRawSync(plain)
    const size = declared !== undefined && name.endsWith('sheet1.xml') ? declared : plain.length
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(plain), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, tail, Buffer.from(name)]),
    )
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
}
