import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import { findPerson } from './find-person.ts'
import type { Surroundings } from './list-elders.ts'
import { toFactView } from './read-record.ts'
import { refusals } from './refusals.ts'
import { readFacts } from './set-facts.ts'
import { FACT_KINDS } from './words.ts'

export type TimelineEntry = { at: string; kind: string; title: string; detail: string | null; account: string }

const MOST = 200

/** What happened to a file, newest first: facts as they were recorded and corrected, changed fields, merges and transfers. */
export async function readTimeline(tx: Tx, around: Surroundings, id: string): Promise<TimelineEntry[]> {
  const person = await findPerson(tx, around.principal.scope, id)
  if (person === undefined) throw new Refused(refusals.notFound())
  const { district } = person
  const [facts, changes] = await Promise.all([
    readFacts(tx, district, id, { withSuperseded: true }),
    sql<TimelineEntry>`
      select at, kind, title, detail, account from (
        select superseded_at::text as at, 'change' as kind, '修改基本信息' as title, null::text as detail,
               coalesce((select n.changed_by from elders.elder_past n where n.district = p.district and n.elder_id = p.elder_id
                  and n.version = p.version + 1), (select e.changed_by from elders.elder e where e.district = p.district and e.id = p.elder_id)) as account
          from elders.elder_past p where district = ${district} and elder_id = ${id}::uuid
        union all
        select created_at::text, 'register', '建立档案', null, '' from elders.elder where district = ${district} and id = ${id}::uuid
        union all
        select decided_at::text, 'merge', case when kept = ${id}::uuid then '并入另一份档案的内容' else '并入另一份档案' end, reason, decided_by
          from elders.merge where district = ${district} and (kept = ${id}::uuid or gone = ${id}::uuid) and decided_at is not null
           and state in ('confirmed', 'splitBack')
        union all
        select split_at::text, 'split', '拆回合并', null, split_by
          from elders.merge where district = ${district} and (kept = ${id}::uuid or gone = ${id}::uuid) and split_at is not null
        union all
        select decided_at::text, 'transfer', '转入', reason, requested_by
          from elders.transfer where (from_district = ${district} or to_district = ${district}) and elder_id = ${id}::uuid and state = 'confirmed'
      ) happened order by at desc limit ${MOST}`.execute(tx),
  ])
  const entries: TimelineEntry[] = facts.map((fact) => {
    const view = toFactView(fact, around)
    const until = fact.validTo === null ? '起' : `至 ${fact.validTo}（不含）`
    return {
      at: fact.recordedAt,
      kind: fact.supersededAt === null ? 'fact' : 'factCorrected',
      title: `${FACT_KINDS[fact.kind]}：${view.words}`,
      detail: `${fact.validFrom} ${until}${fact.supersededAt === null ? '' : `；${fact.supersededAt.slice(0, 16)} 已更正`}`,
      account: fact.recordedBy,
    }
  })
  return [...entries, ...changes.rows].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST)
}

/** Who looked at a file or revealed a number, as far as the caller may see the audit. */
export async function readReaders(tx: Tx, around: Surroundings, id: string) {
  const person = await findPerson(tx, around.principal.scope, id)
  if (person === undefined) throw new Refused(refusals.notFound())
  const { rows } = await sql<{ at: string; account: string; action: string; purpose: string | null }>`
    select at::text, account, action, purpose from audit.entry
     where district = ${person.district} and object = 'elder' and object_id = ${id} and action in ('elder.read', 'elder.reveal')
     order by at desc limit 50`.execute(tx)
  return rows
}
