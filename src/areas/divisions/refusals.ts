import type { Refusal } from '../../platform/http/index.ts'

/** Every way a question about divisions, or a change to them, can be refused. */
const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

const FORM = { city: '6 位', district: '6 位', township: '9 位', village: '12 位' } as const

export const refusals = {
  notFound: (key: string) => refuse('divisionUnknown', 404, `没有找到区划“${key}”，请用名称或拼音查一下再试。`),
  notInForce: (name: string, on: string) =>
    refuse('divisionNotInForce', 422, `${name}在 ${on} 不存在（尚未设立或已撤销），请换一个日期。`),
  codeForm: (level: keyof typeof FORM) =>
    refuse('codeForm', 422, `区划代码的格式不对：这一级应为 50 开头的 ${FORM[level]}数字，请核对后重新填写。`),
  codeInUse: (code: string, holder: string) =>
    refuse('codeInUse', 409, `代码 ${code} 正由“${holder}”使用，请核对公布的代码后再设置。`),
  nameForm: () => refuse('nameForm', 422, '区划名称应为 2 至 60 个汉字，请按公布的名称填写。'),
  laterName: (name: string) => refuse('laterName', 409, `${name}在这一天之后已经改过名，请从更晚的日期开始设置。`),
  laterCode: (name: string) => refuse('laterCode', 409, `${name}在这一天之后已经设过代码，请从更晚的日期开始设置。`),
}
