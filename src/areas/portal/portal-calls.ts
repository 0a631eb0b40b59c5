import type { CheckedPaper } from '../../platform/documents/contract.ts'
import { typed } from '../../ui/api.ts'
import type { PublicNotice } from '../notices/index.ts'

/** The open calls of the portal. Types only: a schema library has no place in its first load. */
export const readPublicNotices = {
  method: 'get',
  path: '/api/notices/public',
  response: typed<{ notices: readonly PublicNotice[] }>(),
} as const

export const checkPaper = { method: 'post', path: '/api/papers/check', response: typed<CheckedPaper>() } as const

export const searchPlaces = {
  method: 'get',
  path: '/api/divisions/search',
  response: typed<{ items: readonly { key: string; name: string; path: string; level: string }[] }>(),
} as const

export const readRuleInWords = {
  method: 'get',
  path: '/api/rules/{rule}/explanation',
  response: typed<{ rule: string; title: string; lines: readonly string[] }>(),
} as const
