export { accounts } from './routes.ts'
export { session } from './session.ts'
export { accountWork } from './work.ts'
