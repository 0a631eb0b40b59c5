import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { currentTree, shortName } from '../divisions/index.ts'
import type { DeviceView } from './contract.ts'

const PAGE = 50

type Row = Omit<DeviceView, 'place' | 'standing'> & {
  place: string
  wipedAt: Date | null
  isOver: boolean
  skewMs: number
}

/** The devices that the caller may see (of one account where `only` says so), the last used first, a page at a time. */
export async function listDevices(
  tx: Tx,
  platform: Platform,
  { after, only }: { readonly after: string | undefined; readonly only: string | undefined },
): Promise<{ rows: DeviceView[]; next: string | null }> {
  const [at, id] = after?.split('~') ?? []
  const now = platform.now()
  const { rows } = await sql<Row>`
    select d.district, d.id::text, d.name, d.account, coalesce(d.village, d.township, d.district) as place,
           to_json(d.registered_at)#>>'{}' as "registeredAt", to_json(d.seen_at)#>>'{}' as "seenAt", to_json(d.ends_at)#>>'{}' as "endsAt",
           d.skew_ms::float8 as "skewMs", d.persons, d.unsent, d.wipe, d.wiped_at as "wipedAt", d.ends_at <= ${now} as "isOver",
           (select count(*)::int from field.record r
             where r.district = d.district and r.device = d.id and r.standing = 'conflict') as undecided
      from field.device d
     where ${only === undefined ? sql`true` : sql`d.account = ${only}`}
       and ${at === undefined || id === undefined ? sql`true` : sql`(d.seen_at, d.id::text) < (${at}::timestamptz, ${id})`}
     order by d.seen_at desc, d.id::text desc limit ${PAGE + 1}`.execute(tx)
  const tree = await currentTree(platform.db, now.getTime())
  const shown = rows.slice(0, PAGE)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ wipedAt, isOver, place, ...row }) => ({
      ...row,
      place: shortName(tree.get(place)?.name ?? place),
      standing: wipedAt !== null ? 'wiped' : row.wipe !== 'no' ? 'wiping' : isOver ? 'ended' : 'inUse',
    })),
    next: rows.length > PAGE && last !== undefined ? `${last.seenAt}~${last.id}` : null,
  }
}
