import type { StateWords } from '../../ui/status.tsx'
import type { AccountView, GrantView } from './contract.ts'

export const grantWords: StateWords<GrantView['state']> = {
  inForce: { word: '有效', tone: 'ok' },
  waiting: { word: '待复核', tone: 'warn', icon: 'clock' },
  notYet: { word: '未到期', tone: 'info', icon: 'clock' },
  ended: { word: '已到期', tone: 'neutral' },
  revoked: { word: '已收回', tone: 'neutral' },
}

export const accountWords: StateWords<'open' | 'disabled' | 'locked' | 'oneTime'> = {
  open: { word: '正常', tone: 'ok' },
  disabled: { word: '已停用', tone: 'neutral' },
  locked: { word: '暂停登录', tone: 'warn' },
  oneTime: { word: '待改密码', tone: 'info' },
}

export const stateOf = (account: AccountView, now: string): keyof typeof accountWords =>
  account.disabled
    ? 'disabled'
    : account.lockedUntil !== null && account.lockedUntil > now
      ? 'locked'
      : account.passwordExpiresAt !== null
        ? 'oneTime'
        : 'open'

/** Words of the audit's actions, by their beginning; an action without words is shown as it is recorded. */
const ACTIONS: readonly (readonly [begins: string, words: string])[] = [
  ['account.signIn', '登录'],
  ['account.signOut', '退出'],
  ['account.refused', '拒绝登录'],
  ['account.grant', '授权'],
  ['account.approve', '复核授权'],
  ['account.revoke', '收回授权'],
  ['account.changePassword', '修改密码'],
  ['account.resetPassword', '重设密码'],
  ['account.create', '开通账号'],
  ['account.', '账号变更'],
  ['elder.reveal', '查看完整号码'],
  ['elder.read', '查看档案'],
  ['elder.list', '查看台账'],
  ['elder.', '档案变更'],
  ['import.', '导入'],
  ['benefits.', '津贴批次'],
  ['rules.', '规则与参数'],
  ['job.', '后台任务'],
]

export const sayAction = (action: string): string =>
  ACTIONS.find(([begins]) => action.startsWith(begins))?.[1] ?? action
