/** 阻断 keeps a row out of the register; 确认 waits for a decision of the clerk; hints (提示) stand apart and change nothing. */
export type FindingClass = 'block' | 'confirm'

export const findingClasses = {
  required: 'block',
  idChecksum: 'block',
  idDamagedBySpreadsheet: 'block',
  idBirthdateMismatch: 'confirm',
  sexMismatch: 'confirm',
  dateInvalid: 'block',
  divisionUnknown: 'block',
  phoneInvalid: 'confirm',
  hardshipUnknown: 'confirm',
  livingArrangementUnknown: 'confirm',
  duplicateInFile: 'block',
  duplicateInRegister: 'confirm',
} as const satisfies Record<string, FindingClass>

export type FindingCode = keyof typeof findingClasses
export const findingCodes = Object.keys(findingClasses) as [FindingCode, ...FindingCode[]]

/** Something in one cell that has to be repaired or decided. */
export type Finding = {
  code: FindingCode
  class: FindingClass
  message: string
  /** Index of the source column, or null where the file has no such column. */
  column: number | null
  field: string
  /** Cells with the same group are repaired by one fix (同类 N 处); null for values that are personal. */
  group: string | null
}

/** Something that was cleaned, filled or noticed; for reading, not for repair. */
export type Hint = { code: string; message: string; column: number | null; field: string }

/** Every sentence of a finding; each says what to do. */
export const findingMessages = {
  nameMissing: '缺少姓名，请补填。',
  nameTooLong: '姓名超过 50 个字，请核对后重新填写。',
  residenceMissing: '缺少居住的村（社区），请补填。',
  idCheckDigit: '身份证号第 18 位对不上，请核对后重新填写。',
  idFifteen: '这是 15 位的旧身份证号，请按现在的证件填写 18 位号码。',
  idLength: (length: number) => `身份证号应为 18 位，这里有 ${length} 位，请核对后重新填写。`,
  idShape: '身份证号里有不该出现的字符，请按证件重新填写。',
  idDate: '身份证号里的出生日期不存在，请核对后重新填写。',
  idArea: '身份证号的前 6 位不是任何地区，请核对后重新填写。',
  idDamaged: '这个身份证号的后几位已被表格软件改掉，无法还原，请按证件重新填写。',
  idDamagedZeros: '这个身份证号的后三位已被表格软件改成 000，无法还原，请按证件重新填写。',
  birthdateMismatch: (fromId: string) => `出生日期与身份证号不一致。按身份证应为 ${fromId}，是否采用？`,
  sexMismatch: (fromId: string) => `性别与身份证号不一致。按身份证应为${fromId}，是否采用？`,
  sexUnknown: '看不出性别，请填写“男”或“女”。',
  dateInvalid: '日期认不出来或不存在。请写成 1944-03-12、1944.3.12、19440312 或 1944年3月12日。',
  dateIsAge: '这里填的是年龄。请填写出生日期，例如 1944-03-12。',
  dateWithoutDay: '出生日期缺少“日”。请写全，例如 1944-03-12。',
  dateImplausible: '这个日期不可能是出生日期，请核对后重新填写，例如 1944-03-12。',
  divisionUnknown: (text: string) => `在所选范围内没有找到“${text}”。请改成现有的村（社区）名称。`,
  divisionSimilar: (text: string, names: string) => `在所选范围内没有找到“${text}”。您是不是要填：${names}？`,
  divisionAmbiguous: (text: string, names: string) => `“${text}”对应不止一处：${names}。请写明是哪一个。`,
  divisionElsewhere: (text: string) => `“${text}”不在所选范围内。请改正，或换到所属乡镇（街道）导入。`,
  phoneInvalid: '电话号码位数不对。请填写 11 位手机号，或区号加座机号。',
  hardshipUnknown: (text: string) => `不认识的困难类型“${text}”。请选择特困、低保、低保边缘、低收入等，或填“无”。`,
  livingUnknown: (text: string) => `不认识的居住状况“${text}”。请选择空巢、独居、留守、孤寡、与子女同住等，或填“无”。`,
  duplicateInFile: (row: number | string) => `与第 ${row} 行的身份证号相同。请核对，保留其中一行。`,
  duplicateOtherName: '这个身份证号在台账中属于另一个姓名。请核对证件后确认。',
  duplicateMove: '这位老人的档案在本区另一个镇。如已搬来，请核对后确认。',
  duplicateOtherTownship: '这位老人已在另一个镇的台账中。可以发起“转入”，对方确认后生效。',
  duplicateDeceased: '台账中这位老人已离世。如登记有误，请附证明更正后再导入。',
} as const

export const finding = (
  code: FindingCode,
  field: string,
  column: number | null,
  message: string,
  group: string | null = null,
): Finding => ({ code, class: findingClasses[code], message, column, field, group })
