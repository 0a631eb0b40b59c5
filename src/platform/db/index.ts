export { type Connection, connect, type Db } from './connect.ts'
export { MigrationDrift, type MigrationState, migrate, migrationStates } from './migrate.ts'
export { newId } from './new-id.ts'
export { FolderInUse, folderHasCluster, type OpenDatabase, openForCommand, openForServer } from './open-cluster.ts'
export {
  asIdentity,
  asOwner,
  asSystem,
  elevated,
  inScope,
  type Scope,
  setLocal,
  type Tx,
  withIdentity,
} from './transaction.ts'
