export { collectReads, type ReadAudit } from './reads.ts'
export { type AuditEntry, record } from './record.ts'
