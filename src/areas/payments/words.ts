/** The Chinese of payment: states, steps, holds, causes. Shared by the server and the screens. */
import type { BatchState, FailureCause, Hold, Step } from './machine.ts'

export const BATCH_WORDS: Readonly<Record<BatchState, { word: string; tone: 'neutral' | 'info' | 'ok' | 'warn' }>> = {
  made: { word: '待财政确认', tone: 'info' },
  confirmed: { word: '待复核出盘', tone: 'info' },
  filed: { word: '已出盘，等回盘', tone: 'warn' },
  returned: { word: '已回盘', tone: 'info' },
  closed: { word: '已办结', tone: 'ok' },
  cancelled: { word: '已作废', tone: 'neutral' },
}

export const BATCH_KIND_WORDS = { monthly: '当月发放', reissue: '补发' } as const

export const STEP_WORDS: Readonly<Record<Step | 'check' | 'review', string>> = {
  check: '乡镇核对',
  review: '区县复核',
  make: '生成发放批次',
  confirm: '财政确认',
  release: '复核并出盘',
  load: '导入回盘',
  close: '办结',
  cancel: '作废',
}

/** Why a line waits, and what ends the wait. */
export const HOLD_WORDS: Readonly<Record<Hold, { word: string; todo: string }>> = {
  review: { word: '核对时暂缓', todo: '核实后在津贴批次中解除暂缓' },
  asked: { word: '人工暂缓', todo: '核实后解除暂缓' },
  letGo: { word: '已解除暂缓', todo: '进入下一次补发' },
  fileGone: { word: '没有找到档案', todo: '核对老人现在由哪个区县管理' },
  diedSince: { word: '核算后登记离世', todo: '核对离世日期，差额由下一批次计算' },
  mergedSince: { word: '档案在生成批次之后已合并', todo: '按合并后的档案进入下一次补发' },
  duplicate: { word: '疑似重复档案', todo: '在“重复合并”中判断是否同一人' },
  overlap: { word: '与另一笔发放重叠', todo: '由两个区县商定保留哪一笔' },
  noAccount: { word: '没有收款账户', todo: '登记社保卡或银行账户' },
  accountChanged: { word: '账户在生成批次之后已停用或更换', todo: '按现在使用的账户进入下一次补发' },
  accountCheckDigit: { word: '账号校验位不符', todo: '请老人出示卡片后重新登记账号' },
  accountCoolingOff: { word: '账户更换未满规定天数', todo: '到期后自动进入下一次补发' },
  holderDiffers: { word: '户名与老人姓名不一致', todo: '补登委托关系和委托书' },
  noProofOfLife: { word: '没有有效的健在核实', todo: '上门、窗口、视频或由家属确认后登记' },
  superseded: { word: '已由更正代替', todo: '不再发放' },
  yielded: { word: '另一笔已保留', todo: '不再发放' },
}

export const CAUSE_WORDS: Readonly<Record<FailureCause, string>> = {
  accountUnknown: '账号不存在或有误',
  nameMismatch: '户名与账号不符',
  accountClosed: '账户已销户',
  accountFrozen: '账户冻结或受限',
  bankFault: '银行处理异常，可直接补发',
  other: '其他原因',
}

/** What has to be done before a returned payment can go out again. */
export const CAUSE_TODO: Readonly<Record<FailureCause, string>> = {
  accountUnknown: '请老人出示卡片或存折，重新登记账号',
  nameMismatch: '核对户名，改登本人账户或补登委托关系',
  accountClosed: '请老人提供现在使用的账户并登记',
  accountFrozen: '请老人到开户银行解除限制，或登记其他账户',
  bankFault: '不需要改账户，直接进入下一次补发',
  other: '向银行问明原因，账户有误的重新登记',
}

export const LINE_KIND_WORDS = { current: '当月', backPay: '补发差额', again: '再次发放' } as const
export const ACCOUNT_KIND_WORDS = { socialSecurityCard: '社保卡', bankCard: '银行卡', passbook: '存折' } as const
export const ACCOUNT_STATE_WORDS = {
  proposed: { word: '待第二人确认', tone: 'warn' },
  inUse: { word: '使用中', tone: 'ok' },
  refused: { word: '未通过', tone: 'neutral' },
  ended: { word: '已停用', tone: 'neutral' },
} as const
export const PROOF_WORDS = {
  visit: '上门巡访',
  assessment: '能力评估',
  counter: '窗口办理',
  video: '视频核实',
  family: '家属确认',
} as const

/** Where a case of money asked back stands (W08). */
export const CLAWBACK_WORDS = {
  opened: '待通知',
  noticed: '已通知',
  planned: '按计划收回',
  deferred: '困难缓收',
  waiverProposed: '待第二人签署免收',
  closed: '已结案',
  waived: '已免收',
} as const
