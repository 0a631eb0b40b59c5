import { PassThrough } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import * as XLSX from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import {
  csvLine,
  type OutSheet,
  openWorkbook,
  type SheetLimits,
  SheetRefused,
  serialToDay,
  writeCsv,
  writeXlsx,
} from './index.ts'

async function written(sheets: OutSheet[]): Promise<Buffer> {
  const to = new PassThrough()
  const pieces: Buffer[] = []
  to.on('data', (piece: Buffer) => pieces.push(piece))
  await writeXlsx(to, sheets)
  return Buffer.concat(pieces)
}

async function texts(source: Uint8Array, sheet = 0, limits: Partial<SheetLimits> = {}) {
  const workbook = await openWorkbook(source, limits)
  try {
    const rows = await Array.fromAsync(workbook.rows(sheet))
    return rows.map(({ number, cells }) => [number, ...Array.from(cells, (cell) => cell?.text ?? '')])
  } finally {
    await workbook.close()
  }
}

const refusalOf = (source: Uint8Array | string, limits: Partial<SheetLimits> = {}): Promise<string> =>
  (typeof source === 'string' ? openWorkbook(source).then(() => []) : texts(source, 0, limits)).then(
    () => 'read',
    (error: unknown) => {
      if (error instanceof SheetRefused) return error.refusal.code
      throw error
    },
  )

const asFormat = (bookType: XLSX.BookType, rows: unknown[][]): Uint8Array => {
  const workbook = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet(rows), '表一')
  return new Uint8Array(XLSX.write(workbook, { type: 'buffer', bookType }) as Buffer)
}

describe('reading', () => {
  it.each(['xlsx', 'biff8'] as const)('reads %s by its content, with the row numbers of the sheet', async (format) => {
    const rows = [['姓名', '数'], [], ['王兰', 12.5]]
    expect(await texts(asFormat(format, rows))).toEqual([
      [1, '姓名', '数'],
      [3, '王兰', '12.5'],
    ])
  })

  it('reads the GBK of files from before 1997', async () => {
    const bytes = Buffer.from(asFormat('biff5', [['ABCD']]))
    Buffer.from('d0d5c3fb', 'hex').copy(bytes, bytes.indexOf('ABCD'))
    bytes.writeUInt16LE(936, bytes.indexOf(Buffer.from('42000200e404', 'hex')) + 4)
    expect(await texts(bytes)).toEqual([[1, '姓名']])
  })

  it('reads an HTML table that is called .xls, and keeps 18 digits as text', async () => {
    const html = Buffer.from(
      '<html><meta charset="utf-8"><table><tr><td>姓名</td><td>500000194001010013</td></tr></table></html>',
    )
    expect(await texts(html)).toEqual([[1, '姓名', '500000194001010013']])
  })

  it.each([
    ['UTF-8', Buffer.from('姓名,电话\r\n"王,兰","一\n二"\r\n\r\n李,')],
    ['UTF-8 with its mark', Buffer.from('\uFEFF姓名,电话\n"王,兰","一\n二"\n\n李,')],
    ['UTF-16', Buffer.from('\uFEFF姓名,电话\n"王,兰","一\n二"\n\n李,', 'utf16le')],
    ['GB18030', Buffer.from('d0d5c3fb2cb5e7bbb00a22cdf52cc0bc222c22d2bb0ab6fe220a0ac0ee2c', 'hex')],
  ])('reads a .csv in %s; a record is a row, also a blank one', async (_, bytes) => {
    expect(await texts(bytes)).toEqual([
      [1, '姓名', '电话'],
      [2, '王,兰', '一\n二'],
      [4, '李'],
    ])
  })

  it('fills merged ranges in and says so; a merge makes no rows', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([
      ['村', '名'],
      ['海棠', '王'],
      [null, '李'],
      [null, null],
      ['x', 'y'],
    ])
    sheet['!merges'] = [XLSX.utils.decode_range('A2:A4')]
    const bytes = new Uint8Array(
      XLSX.write(XLSX.utils.book_new(sheet, '表一'), { type: 'buffer', bookType: 'xlsx' }) as Buffer,
    )
    const workbook = await openWorkbook(bytes)
    const rows = await Array.fromAsync(workbook.rows(0))
    expect(rows.map(({ cells }) => cells[0])).toMatchObject([
      { text: '村' },
      { text: '海棠' },
      { text: '海棠', merged: true },
      { text: 'x' },
    ])
  })

  it('knows hidden sheets, formulas, errors, and numbers too long for a spreadsheet', async () => {
    const book = XLSX.utils.book_new()
    XLSX.utils.book_append_sheet(
      book,
      { '!ref': 'A1:C1', A1: { t: 'n', v: 512226194202106000 }, B1: { t: 'n', v: 3, f: '1+2' }, C1: { t: 'e', v: 42 } },
      '数',
    )
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['低保']]), '字典')
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 2 }] }
    const workbook = await openWorkbook(
      new Uint8Array(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer),
    )
    expect(workbook.sheets).toEqual([
      { name: '数', hidden: false },
      { name: '字典', hidden: true },
    ])
    const [row] = await Array.fromAsync(workbook.rows(0))
    expect(row!.cells).toMatchObject([
      { kind: 'number' },
      { kind: 'number', number: 3, formula: true },
      { kind: 'error' },
    ])
  })

  it.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, null],
    [61, false, '1900-03-01'],
    [22545, false, '1961-09-21'],
    [0, true, '1904-01-01'],
    [21083, true, '1961-09-21'],
    [0, false, null],
    [-3, false, null],
    [1e12, false, null],
  ])('serial %d (1904: %s) is %s', (serial, date1904, expected) => {
    expect(serialToDay(serial, date1904)).toBe(expected)
  })
})

describe('refusing', () => {
  it('says what is wrong with a file, whatever it is called', async () => {
    const xlsx = await written([{ name: 'a', rows: [['姓名']] }])
    const encrypted = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(600),
    ])
    expect(await refusalOf(new Uint8Array())).toBe('fileEmpty')
    expect(await refusalOf('no/such/file.xlsx')).toBe('fileNotFound')
    expect(await refusalOf(encrypted)).toBe('fileEncrypted')
    expect(await refusalOf(xlsx.subarray(0, xlsx.length - 40))).toBe('fileDamaged')
    expect(await refusalOf(xlsx.subarray(0, 300))).toBe('fileDamaged')
    expect(await refusalOf(Buffer.from('%PDF-1.7 …'))).toBe('fileFormatUnsupported')
    expect(await refusalOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2]))).toBe('fileFormatUnknown')
    expect(await refusalOf(Buffer.from(deflateRawSync(Buffer.alloc(99_999, 'x'))))).toBe('fileFormatUnknown')
    expect(await refusalOf(xlsx, { fileBytes: 100 })).toBe('fileTooLarge')
  })

  it('stops at rows, cells and bytes beyond the limits, while reading', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => [`行${index}`, '长'.repeat(40)])
    const xlsx = await written([{ name: 'a', rows }])
    const csv = Buffer.from(rows.map((row) => row.join(',')).join('\n'))
    for (const bytes of [xlsx, csv]) {
      expect(await refusalOf(bytes, { rows: 49 })).toBe('tooManyRows')
      expect(await refusalOf(bytes, { cellCharacters: 39 })).toBe('cellTooLong')
      expect(await refusalOf(bytes)).toBe('read')
    }
    expect(await refusalOf(asFormat('biff8', rows), { rows: 49 })).toBe('tooManyRows')
    expect(await refusalOf(xlsx, { uncompressedBytes: 2000 })).toBe('fileInflatesTooMuch')
  })
})

describe('writing', () => {
  it('neutralises what a spreadsheet would run, in both formats; numbers with a sign stay', async () => {
    const row = ['=1+1', '+8613800138000', '-', '@SUM(A1)', ' =x', '\t=x', '500000194001010013', '王=兰']
    const safe = ["'=1+1", '+8613800138000', "'-", "'@SUM(A1)", "' =x", "'\t=x", '500000194001010013', '王=兰']
    expect(await texts(await written([{ name: 'a', rows: [row] }]))).toEqual([[1, ...safe]])
    expect(await texts(Buffer.from((await Array.fromAsync(writeCsv(row, []))).join('')))).toEqual([[1, ...safe]])
    expect(csvLine(['a"b', 1, null, 'c,d'])).toBe('"a""b",1,,"c,d"\r\n')
  })
})
