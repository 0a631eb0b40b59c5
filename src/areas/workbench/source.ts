import type { Platform } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { Workbench } from './contract.ts'

/** What one area puts on the workbench of a person. It reads under that person's scope and links to its own screens. */
export type Work = Partial<Pick<Workbench, 'due' | 'changes' | 'piles' | 'announcements'>>

export type WorkSource = (platform: Platform, principal: Principal) => Promise<Work>
