/** A file that cannot be read: a code for machines, a sentence for the person who chose the file. */
export type SheetRefusal = { code: string; message: string }

/** Thrown by everything in this folder for a file that cannot be read, and for nothing else. Callers catch it once. */
export class SheetRefused extends Error {
  readonly refusal: SheetRefusal

  constructor(refusal: SheetRefusal) {
    super(refusal.code)
    this.name = 'SheetRefused'
    this.refusal = refusal
  }
}

const refuse = (code: string, message: string): SheetRefused => new SheetRefused({ code, message })
const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`

/** Every way in which a file can be refused. */
export const refusals = {
  notFound: () => refuse('fileNotFound', '没有找到这个文件，请检查文件位置后再试。'),
  empty: () => refuse('fileEmpty', '这个文件里没有内容，请检查是否选对了文件。'),
  unknownFormat: () =>
    refuse('fileFormatUnknown', '认不出这个文件的格式。支持 xlsx、xls、et、csv，请另存为其中一种后再上传。'),
  unsupported: (what: string) =>
    refuse('fileFormatUnsupported', `这是 ${what} 文件，暂时读不了。请另存为 xlsx 后再上传。`),
  encrypted: () => refuse('fileEncrypted', '打不开这个文件，可能设了密码。请去掉密码后再上传，支持 xlsx、xls、csv。'),
  damaged: (what: string) => refuse('fileDamaged', `这个文件不完整或已损坏（${what}）。请重新导出或另存后再上传。`),
  tooLarge: (limit: number) =>
    refuse('fileTooLarge', `文件超过 ${megabytes(limit)}。请按村（社区）或乡镇拆成几份后再上传。`),
  inflatesTooMuch: () =>
    refuse('fileInflatesTooMuch', '文件解压后大得不正常，没有继续读取。请只保留台账所在的工作表，另存后再上传。'),
  tooManyRows: (limit: number) => refuse('tooManyRows', `文件超过 ${limit} 行。请拆成几份后再上传。`),
  cellTooLong: (where: string, limit: number) =>
    refuse('cellTooLong', `${where}的内容超过 ${limit} 个字，不像台账。请检查后再上传。`),
  tooSlow: () => refuse('fileTooSlow', '这个文件读取时间过长，没有继续读取。请另存为 xlsx 或 csv 后再上传。'),
  tooMuchMemory: () =>
    refuse('fileTooComplex', '这个文件过于复杂，没有继续读取。请只保留台账所在的工作表，另存为 xlsx 后再上传。'),
}
