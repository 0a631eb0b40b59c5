/** The columns that a payment sheet may have; each district chooses and orders its own. */
export const SHEET_COLUMNS = {
  no: '序号',
  batch: '批次号',
  name: '户名',
  account: '账号',
  bank: '开户行',
  amount: '金额（元）',
  purpose: '用途',
  month: '月份',
  scheme: '待遇',
  township: '乡镇（街道）',
  accountKind: '账户类型',
} as const
export type SheetColumn = keyof typeof SHEET_COLUMNS
export const DEFAULT_COLUMNS: readonly SheetColumn[] = ['no', 'batch', 'name', 'account', 'bank', 'amount', 'purpose']
