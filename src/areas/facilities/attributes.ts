import { z } from 'zod'
import { isDay } from '../../platform/clock/day.ts'
import { readCreditCode } from './credit-code.ts'
import {
  ACCESSIBILITY,
  CLINIC,
  CONVERSION,
  KITCHEN,
  OPERATION_FORM,
  OWNERSHIP,
  PROFIT_KIND,
  STATUS,
  TENURE,
} from './words.ts'

type Words = Readonly<Record<string, string>>
export type AttributeGroup = '身份' | '运营' | '房屋与用地' | '服务条件'

type Common = { readonly label: string; readonly group: AttributeGroup; readonly unit?: string; readonly hint?: string }
/** One kind of dated attribute: what it is called, and what values it may have. */
export type AttributeKindOf = Common &
  (
    | { readonly type: 'text'; readonly max: number }
    | { readonly type: 'code' }
    | { readonly type: 'choice'; readonly words: Words }
    | { readonly type: 'choices'; readonly words: Words }
    | { readonly type: 'boolean' }
    | { readonly type: 'number'; readonly max: number; readonly digits: number }
    | { readonly type: 'fen' }
    | { readonly type: 'day' }
  )

/** Everything that is kept of a facility as periods. Adding one here gives it its field, its column in Excel and its check. */
export const ATTRIBUTES = {
  name: { label: '名称', group: '身份', type: 'text', max: 60 },
  status: { label: '状态', group: '身份', type: 'choice', words: STATUS },
  address: { label: '地址', group: '身份', type: 'text', max: 120 },
  phone: { label: '服务电话', group: '身份', type: 'text', max: 30 },
  operator: { label: '运营方统一社会信用代码', group: '运营', type: 'code' },
  ownership: { label: '举办性质', group: '运营', type: 'choice', words: OWNERSHIP },
  profitKind: { label: '登记性质', group: '运营', type: 'choice', words: PROFIT_KIND },
  operationForm: { label: '运营方式', group: '运营', type: 'choice', words: OPERATION_FORM },
  affordable: { label: '普惠', group: '运营', type: 'boolean' },
  centrallyFunded: { label: '中央资金支持项目', group: '运营', type: 'boolean' },
  tenure: { label: '房屋产权', group: '房屋与用地', type: 'choice', words: TENURE },
  lessor: { label: '出租方', group: '房屋与用地', type: 'text', max: 60 },
  leaseFrom: { label: '租赁起始', group: '房屋与用地', type: 'day' },
  leaseUntil: { label: '租赁到期', group: '房屋与用地', type: 'day' },
  leaseYears: { label: '租期', group: '房屋与用地', unit: '年', type: 'number', max: 99, digits: 2 },
  annualRentFen: { label: '年租金', group: '房屋与用地', unit: '元', type: 'fen' },
  conversion: { label: '房屋来源', group: '房屋与用地', type: 'choice', words: CONVERSION },
  floorArea: { label: '建筑面积', group: '房屋与用地', unit: 'm²', type: 'number', max: 1_000_000, digits: 2 },
  landArea: { label: '用地面积', group: '房屋与用地', unit: 'm²', type: 'number', max: 10_000_000, digits: 2 },
  inUseSince: { label: '房屋建成投用日期', group: '房屋与用地', type: 'day' },
  hasPremisesTitle: { label: '有产权证明', group: '房屋与用地', type: 'boolean' },
  accessibility: { label: '无障碍设施', group: '服务条件', type: 'choices', words: ACCESSIBILITY },
  kitchen: { label: '供餐', group: '服务条件', type: 'choice', words: KITCHEN },
  clinic: { label: '医疗服务', group: '服务条件', type: 'choice', words: CLINIC },
} as const satisfies Record<string, AttributeKindOf>

export type AttributeKind = keyof typeof ATTRIBUTES
export type AttributeValue = string | number | boolean | readonly string[]

export const isAttribute = (kind: string): kind is AttributeKind => Object.hasOwn(ATTRIBUTES, kind)

/** Checks a value that came over the wire; the sentence says what is asked for. */
export function checkAttribute(
  kind: AttributeKind,
  value: unknown,
): { ok: true; value: AttributeValue } | { ok: false; message: string } {
  const read = schemaOf(ATTRIBUTES[kind]).safeParse(value)
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, message: read.error.issues[0]?.message ?? `请检查${ATTRIBUTES[kind].label}。` }
}

function schemaOf(of: AttributeKindOf): z.ZodType<AttributeValue> {
  const { label } = of
  switch (of.type) {
    case 'text':
      return z
        .string(`请填写${label}。`)
        .trim()
        .min(1, `请填写${label}。`)
        .max(of.max, `${label}不超过 ${of.max} 个字。`)
    case 'code':
      return z
        .string(`请填写${label}。`)
        .transform((text) => readCreditCode(text) ?? '')
        .refine((text) => text !== '', '统一社会信用代码的校验位对不上，请核对 18 位后重新填写。')
    case 'choice':
      return z.string().refine((text) => Object.hasOwn(of.words, text), `${label}请从给出的选项中选择。`)
    case 'choices':
      return z
        .array(z.string().refine((text) => Object.hasOwn(of.words, text), `${label}请从给出的选项中选择。`))
        .transform((words) => [...new Set(words)].sort())
    case 'boolean':
      return z.boolean(`${label}请选择是或否。`)
    case 'number':
      return z
        .number(`${label}请填写数字${of.unit ? `，单位为 ${of.unit}` : ''}。`)
        .positive(`${label}应大于零。`)
        .max(of.max, `${label}过大，请核对。`)
        .refine(
          (number) => Math.abs(number * 10 ** of.digits - Math.round(number * 10 ** of.digits)) < 1e-6,
          `${label}最多 ${of.digits} 位小数。`,
        )
    case 'fen':
      return z.int(`${label}请填写金额。`).nonnegative(`${label}不能小于零。`).max(1e13, `${label}过大，请核对。`)
    case 'day':
      return z.string().refine(isDay, `${label}请按 2026-11-21 的格式填写。`)
  }
}

/** A value as people read it. */
export function sayAttribute(kind: AttributeKind, value: AttributeValue): string {
  const of: AttributeKindOf = ATTRIBUTES[kind]
  if (of.type === 'boolean') return value === true ? '是' : '否'
  if (of.type === 'choice') return of.words[String(value)] ?? String(value)
  if (of.type === 'choices')
    return (value as readonly string[]).map((each) => of.words[each] ?? each).join('、') || '没有'
  if (of.type === 'fen') return `${(Number(value) / 100).toFixed(2)} 元`
  return of.unit ? `${String(value)} ${of.unit}` : String(value)
}
