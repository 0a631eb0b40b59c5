import type { CheckedPaper } from '../../platform/documents/contract.ts'
import { typed } from '../../ui/api.ts'
import type { Intake } from '../applications/index.ts'
import type { PublicNotice } from '../notices/index.ts'
import type {
  AccessList,
  AccessOnce,
  CaseProgress,
  Family,
  Guide,
  Guides,
  KeptDraft,
  OnlineReceipt,
  Persons,
} from './contract.ts'

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

export const readGuides = { method: 'get', path: '/api/portal/guides', response: typed<Guides>() } as const
export const readGuide = { method: 'get', path: '/api/portal/guides/{scheme}', response: typed<Guide>() } as const

const OF = '/api/portal/family/persons/{district}/{id}'
export const readFamily = { method: 'get', path: '/api/portal/family', response: typed<Family>() } as const
export const readOwnPersons = { method: 'get', path: '/api/portal/family/persons', response: typed<Persons>() } as const
export const readOwnIntake = { method: 'get', path: `${OF}/intake`, response: typed<Intake>() } as const
export const readOwnDraft = { method: 'get', path: `${OF}/draft`, response: typed<KeptDraft>() } as const
export const saveOwnDraft = { method: 'put', path: `${OF}/draft`, response: typed<{ done: boolean }>() } as const
export const endOwnDelegation = {
  method: 'post',
  path: `${OF}/delegations/{delegation}/end`,
  response: typed<{ done: boolean }>(),
} as const
export const chooseOwnParts = { method: 'post', path: `${OF}/parts`, response: typed<{ done: boolean }>() } as const
export const applyOnline = {
  method: 'post',
  path: '/api/portal/family/applications',
  response: typed<OnlineReceipt>(),
} as const

export const readCaseProgress = {
  method: 'post',
  path: '/api/portal/progress',
  response: typed<CaseProgress>(),
} as const
export const actOnOwnCase = {
  method: 'post',
  path: '/api/portal/progress/acts',
  response: typed<CaseProgress>(),
} as const
export const urgeCase = { method: 'post', path: '/api/portal/progress/urge', response: typed<CaseProgress>() } as const
export const rateOwnCase = {
  method: 'post',
  path: '/api/portal/progress/rating',
  response: typed<CaseProgress>(),
} as const

const ACCESS = '/api/portal/access/{district}/{id}'
export const readAccess = { method: 'get', path: ACCESS, response: typed<AccessList>() } as const
export const giveAccess = { method: 'post', path: '/api/portal/access', response: typed<AccessOnce>() } as const
export const renewAccess = { method: 'post', path: `${ACCESS}/renew`, response: typed<AccessOnce>() } as const
export const chooseParts = { method: 'post', path: `${ACCESS}/parts`, response: typed<{ done: boolean }>() } as const
export const endAccess = { method: 'post', path: `${ACCESS}/end`, response: typed<{ done: boolean }>() } as const
