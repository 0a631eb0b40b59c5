import type { FieldFault, Refusal } from '../../platform/http/problem.ts'
import type { List } from './list.ts'

/** Every way in which a list can be refused, and what the officer is told. */
export const refusals = {
  listUnknown: (id: string): Refusal => ({
    code: 'LIST_UNKNOWN',
    status: 404,
    message: `没有名为 ${id} 的台账，请从台账目录中选择。`,
  }),
  notFound: ({ title }: List): Refusal => ({
    code: 'ENTRY_NOT_FOUND',
    status: 404,
    message: `“${title}”中没有这一条，或不在您的辖区内。请刷新列表后再试。`,
  }),
  invalid: (fields: readonly FieldFault[]): Refusal => ({
    code: 'ENTRY_INVALID',
    status: 422,
    message: `有 ${fields.length} 处需要修改。`,
    fields,
  }),
  changedMeanwhile: (): Refusal => ({
    code: 'ENTRY_CHANGED',
    status: 409,
    message: '这一条刚刚有人改过，请刷新后对照最新内容再改。',
  }),
  endsBeforeItBegan: (began: string): Refusal => ({
    code: 'ENTRY_ENDS_TOO_EARLY',
    status: 422,
    message: `这一条自 ${began} 起登记，停止日期应晚于这一天。`,
    fields: [{ path: 'from', message: `晚于 ${began}。` }],
  }),
  sheetWithoutHead: ({ nameLabel }: List): Refusal => ({
    code: 'SHEET_WITHOUT_HEAD',
    status: 422,
    message: `表格里没有找到“${nameLabel}”一列。请下载样表，按样表的表头填写后再上传。`,
  }),
}
