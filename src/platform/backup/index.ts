export { type BackupParts, backUp } from './back-up.ts'
export { BackupError, type Manifest, readManifest } from './manifest.ts'
export { refuseHalfRestored, restore } from './restore.ts'
export { verifyBackup } from './verify-backup.ts'
