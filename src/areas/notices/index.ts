export { notices } from './routes.ts'
export { noticeWork } from './work.ts'
