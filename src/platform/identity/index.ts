export { type Grant, hasRole, type Identify, type Principal, ROLES, type Role } from './principal.ts'
