export type { PublicNotice } from './contract.ts'
export { notices } from './routes.ts'
export { noticeWork } from './work.ts'
