import type { StateWords } from '../../ui/status.tsx'
import type { NOTICE_STATES } from './contract.ts'

export const NOTICE_WORDS: StateWords<(typeof NOTICE_STATES)[number]> = {
  waiting: { word: '等待签发', tone: 'warn', icon: 'clock' },
  coming: { word: '还没开始', tone: 'neutral', icon: 'clock' },
  shown: { word: '正在公告', tone: 'ok' },
  ended: { word: '已到期', tone: 'neutral' },
  withdrawn: { word: '已撤回', tone: 'neutral' },
}
