import { createHash } from 'node:crypto'
import { elevated, inScope } from '../../platform/db/index.ts'
import { type KnownDevice, noteContact } from './devices.ts'
import { readHeads } from './inbox.ts'
import type { FieldParts } from './kinds.ts'
import { type Bucket, bucketKey, type Cursor, differing, type Item, withinLimit } from './protocol/download.ts'

/** So many items an answer: some 300 KB packed to a tenth. */
const MOST_ITEMS = 1200

/** What a device lacks of what it may hold: its own villages, at most YIYANG_FIELD_PERSONS persons, those who are due first. */
export async function readDownload(device: KnownDevice, parts: FieldParts, have: Cursor) {
  const { platform, principal } = device
  return inScope(platform.db, principal.scope, async (tx) => {
    const found: Item[] = []
    for (const source of parts.sources) found.push(...(await source(tx, device)))
    const { items, leftOut } = withinLimit(found, platform.config.YIYANG_FIELD_PERSONS)
    const subjects = items.filter((item) => item.kind !== 'person').map((item) => item.id)
    const heads = await elevated(tx, () => readHeads(tx, device.device.district, subjects))
    const buckets = bucketsOf(
      items.map((item) => {
        const head = heads.get(item.id)
        return head === undefined ? item : { ...item, head }
      }),
    )
    const answer = differing(buckets, have, MOST_ITEMS)
    const persons = new Set(items.map((item) => item.person).filter((person) => person !== ''))
    const sent = answer.buckets.flatMap((bucket) => bucket.items)
    if (sent.length > 0) await parts.sent?.(tx, device, sent)
    await noteContact(tx, device, { persons: persons.size })
    return { ...answer, leftOut }
  })
}

/** Items in buckets, each with a digest of its whole content; the same items give the same digest whatever their order. */
export function bucketsOf(items: readonly Item[]): Bucket[] {
  const ordered = [...items].sort((a, b) => order(a.kind, b.kind) || order(a.id, b.id))
  return [...Map.groupBy(ordered, bucketKey)]
    .sort(([a], [b]) => order(a, b))
    .map(([key, held]) => ({
      key,
      items: held,
      digest: createHash('sha256').update(JSON.stringify(held)).digest('base64url').slice(0, 22),
    }))
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
