import { office, portal, type ScreenEntry } from './screen-entry.ts'

const REGISTER = [
  'townshipClerk',
  'districtOfficer',
  'cityOfficer',
  'districtFinance',
  'villageWorker',
  'dispatchLead',
  'auditor',
] as const

/**
 * Every screen of the product. To add one, write one line: path, lazy import, and for the office its rail word, icon and roles.
 * The order of the office lines is the order of the rail (UX §1.2).
 */
export const screens: readonly ScreenEntry[] = [
  portal('/', () => import('../areas/portal/home.tsx').then((m) => m.Home)),
  portal('/what-can-i-receive', () => import('../areas/portal/entitlement-check.tsx').then((m) => m.EntitlementCheck)),
  portal('/help', () => import('../areas/portal/help.tsx').then((m) => m.Help)),
  portal('/signin', () => import('./sign-in.tsx').then((m) => m.SignIn)),

  office('/w', () => import('../areas/workbench/workbench.tsx').then((m) => m.Workbench), { rail: ['工作台', 'home'] }),
  office('/w/elders', () => import('../areas/elders/register.tsx').then((m) => m.Register), {
    rail: ['老人台账', 'people'],
    roles: REGISTER,
    key: 'e',
  }),
  office('/w/elders/new', () => import('../areas/elders/open-file.tsx').then((m) => m.OpenFile), {
    roles: ['townshipClerk', 'districtOfficer'],
  }),
  office('/w/elders/$id', () => import('../areas/elders/elder-file.tsx').then((m) => m.ElderFile), { roles: REGISTER }),
  office('/w/duplicates', () => import('../areas/elders/duplicates.tsx').then((m) => m.Duplicates), {
    rail: ['重复合并', 'merge'],
    roles: ['townshipClerk', 'districtOfficer'],
  }),
]
