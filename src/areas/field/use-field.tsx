import { createContext, useContext, useSyncExternalStore } from 'react'
import { fieldApp, type Phase, type SyncState } from './device/app.ts'
import type { FieldSession, Snapshot } from './device/session.ts'
import type { Item } from './protocol/download.ts'

export const usePhase = (): Phase => useSyncExternalStore(fieldApp.subscribe, fieldApp.phase)
export const useSyncState = (): SyncState => useSyncExternalStore(fieldApp.subscribe, fieldApp.syncState)

export const OpenSession = createContext<FieldSession | undefined>(undefined)

/** The unlocked device. The gate has seen to it that there is one. */
export function useFieldSession(): FieldSession {
  const session = useContext(OpenSession)
  if (session === undefined) throw new Error('a field screen outside the gate')
  return session
}

export function useSnapshot(session: FieldSession): Snapshot {
  return useSyncExternalStore(session.subscribe, session.snapshot)
}

/** What the device holds of one kind. Each shape is the contract of its area; it was checked where it left the server. */
export const itemsOf = <T,>(items: readonly Item[], kind: string): T[] =>
  items.filter((item) => item.kind === kind).map((item) => item.content as T)
