import type { Tx } from '../../platform/db/index.ts'
import type { Platform, Result } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { Item } from './protocol/download.ts'
import type { Choice, FieldRecord } from './protocol/record.ts'

/** Who sends: a device of an account, with the roles of the field only. */
export type Around = {
  readonly platform: Platform
  readonly principal: Principal
  readonly device: { readonly id: string; readonly district: string; readonly skewMs: number }
  readonly requestId?: string
}

/** Where a record belongs: whoever sees that place sees it. */
export type Place = {
  readonly district: string
  readonly township: string | null
  readonly village: string | null
  readonly elder: string | null
}

/**
 * A kind of record that devices may send, handed in at the composition root. Everything runs in the transaction of the record under the
 * scope of its sender; a refusal undoes what was written and is shown to the sender, who can correct the record.
 */
export type FieldKind = {
  readonly kind: string
  /** What the person may choose when somebody else wrote on the same subject meanwhile. */
  readonly choices: readonly Choice[]
  /**
   * Where the record belongs, after looking that its subject is really the one that the content speaks of and within the sender's reach:
   * what stands beside it in a conflict is shown to the sender.
   */
  readonly placeOf: (tx: Tx, around: Around, record: FieldRecord) => Promise<Result<Place>>
  /** Makes of the record what it tells. `replaces` is the record that gives way by the sender's decision. The value is told to the device. */
  readonly apply: (tx: Tx, around: Around, record: FieldRecord, replaces: string | null) => Promise<Result<unknown>>
  /** Takes a whole photo of a record of this kind; without it the kind has none. */
  readonly takeFile?: (tx: Tx, around: Around, file: WholeFile) => Promise<Result<unknown>>
}

export type WholeFile = {
  readonly record: string
  readonly place: Place
  readonly id: string
  readonly name: string
  readonly content: Buffer
}

/** What a device of this sender may hold, those who are due first. Run under the sender's scope. */
export type FieldSource = (tx: Tx, around: Around) => Promise<readonly Item[]>

export type FieldParts = {
  readonly kinds: readonly FieldKind[]
  readonly sources: readonly FieldSource[]
  /** Notes whose cards go to a device, in the transaction of the download: only what the device lacked is sent, and only that is noted. */
  readonly sent?: (tx: Tx, around: Around, items: readonly Item[]) => Promise<void>
}
