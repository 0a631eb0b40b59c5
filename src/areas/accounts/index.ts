export { accounts } from './routes.ts'
export { session } from './session.ts'
