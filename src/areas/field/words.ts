import type { StateWords } from '../../ui/status.tsx'
import type { EntryState } from './protocol/device.ts'

/** The state of each record, in words (F06). */
export const ENTRY_WORDS: StateWords<EntryState> = {
  waiting: { word: '仅在本机', tone: 'neutral', icon: 'phone' },
  sending: { word: '正在上传', tone: 'info', icon: 'upload' },
  accepted: { word: '已上传', tone: 'ok' },
  conflict: { word: '需要您决定', tone: 'warn' },
  refused: { word: '需要您修改', tone: 'warn' },
  replaced: { word: '已改填', tone: 'neutral', icon: 'merge' },
  withdrawn: { word: '按您的选择不上报', tone: 'neutral', icon: 'close' },
}

export const KIND_WORDS: Readonly<Record<string, string>> = {
  visit: '巡访',
  assessment: '能力评估',
  confirmation: '评估复核确认',
  application: '代办申请',
  decision: '您的选择',
}

export const DEVICE_WORDS: StateWords<'inUse' | 'wiping' | 'wiped' | 'ended'> = {
  inUse: { word: '使用中', tone: 'ok' },
  wiping: { word: '等待清除', tone: 'warn', icon: 'clock' },
  wiped: { word: '已清除', tone: 'neutral', icon: 'close' },
  ended: { word: '登录已到期', tone: 'neutral', icon: 'clock' },
}
