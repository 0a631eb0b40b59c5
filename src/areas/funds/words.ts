/** The Chinese of this area: levels, purposes, kinds of proposal. Shared by the server and the screens. */

export const LEVEL_WORDS: Readonly<Record<string, string>> = {
  central: '中央资金',
  city: '市级资金',
  district: '区级资金',
  lottery: '福彩公益金',
}

export const PURPOSE_WORDS: Readonly<Record<string, string>> = {
  'old-age-allowance': '高龄津贴',
  'care-subsidy': '养老服务补贴',
  'extreme-hardship-care-subsidy': '特困照料护理补贴',
  'construction-subsidy': '市级养老机构建设补贴',
  'banan-construction-topup': '区级一次性床位补贴',
  'banan-operating-subsidy': '养老机构入住运营补贴',
  'banan-childcare-slot-subsidy': '普惠托位一次性补贴',
  'banan-childcare-slot-central': '普惠托位中央补助',
  'banan-childcare-rent-reduction': '普惠托育租金减免',
  'township-centre-reward': '乡镇养老服务中心奖补',
  'gov-purchase': '政府购买养老服务',
}

export const sayPurpose = (purpose: string): string => PURPOSE_WORDS[purpose] ?? purpose

/** Kinds of account in the trial balance; a kind of another area is shown by its key. */
const ACCOUNT_WORDS: Readonly<Record<string, string>> = {
  treasury: '各级拨款（外部）',
  budget: '预算',
  paying: '待支付批次',
  'lottery.outside': '福彩公益金来源（外部）',
  lottery: '福彩公益金',
  'lottery.spent': '福彩公益金已支出',
  'subsidy.received': '机构与统筹已收',
  provider: '服务承接方已收',
  benefits: '老年人已收待遇',
  receivable: '应收追回',
  waived: '已免除的追回',
}

export const sayAccountKind = (kind: string): string => ACCOUNT_WORDS[kind] ?? kind

const POSTING_WORDS: Readonly<Record<string, string>> = {
  'budget.grant': '下达预算',
  'budget.draw': '批次支出',
  'budget.return': '退回预算',
  'lottery.income': '福彩收入',
  'lottery.spending': '福彩支出',
  'subsidy.pay': '支付机构补贴',
  'purchase.pay': '支付服务费',
}

export const sayPosting = (kind: string): string => POSTING_WORDS[kind] ?? kind

/** The four kinds of basic services, as the national list sorts them. */
export const SERVICE_KIND_WORDS = {
  goods: '物质帮助',
  care: '照护服务',
  money: '津贴补贴',
  attention: '关爱服务',
} as const
