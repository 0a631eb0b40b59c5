import { sql } from 'kysely'
import { type Actor, openCase } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Recorded } from './contract.ts'
import type { ElderHere } from './people.ts'
import { checkProcess } from './processes.ts'

export type CheckOrder = {
  readonly elder: ElderHere
  readonly record: string
  readonly because: 'notSeenTwice' | 'dangerSign'
  readonly signs: readonly string[]
  readonly actor: Actor
  readonly now: Date
  readonly today: Day
  /** A whole number that the district has set; undefined where nobody has. */
  readonly number: (id: string) => number | undefined
  readonly requestId?: string
}

/** Who is on duty for a township at a moment. */
export async function onDuty(
  tx: Tx,
  { district, township }: { readonly district: string; readonly township: string },
  now: Date,
): Promise<{ account: string; name: string; phone: Buffer } | undefined> {
  const { rows } = await sql<{ account: string; name: string; phone: Buffer }>`
    select account, name, cipher as phone from visits.duty
     where district = ${district} and township = ${township} and from_at <= ${now} and until_at > ${now}
     order by from_at desc limit 1`.execute(tx)
  return rows[0]
}

type Opened = NonNullable<Recorded['opened']> & { readonly caseId: string }

/** Opens a case at once with the township's duty person by name, phone and deadline; while one is open for the elder, that one is told. */
export async function openCheck(tx: Tx, keyring: Keyring, order: CheckOrder): Promise<Opened> {
  const { elder, because, signs, actor, now, today, number } = order
  const open = await openCheckOf(tx, keyring, elder)
  if (open !== undefined) {
    if (because === 'dangerSign')
      await sql`
        update visits.check set because = 'dangerSign', signs = array(select distinct sign from unnest(signs || ${signs}::text[]) sign order by sign)
         where district = ${elder.district} and case_id = ${open.caseId}::uuid`.execute(tx)
    return open
  }
  const hours = number('visit-check-hours')
  const duty = await onDuty(tx, elder, now)
  const dueAt = hours === undefined ? null : new Date(now.getTime() + hours * 3_600_000)
  const opened = await openCase(
    tx,
    checkProcess,
    {
      subject: { kind: 'elder', id: elder.id },
      place: { district: elder.district, township: elder.township, village: elder.village },
      origin: 'visit',
      party: 'villageWorker',
      required: [],
      evidence: [],
      rules: {},
      says: because === 'notSeenTwice' ? '两次上门未见到本人' : '巡访发现危险迹象',
      detail: { record: order.record, signs },
    },
    {
      actor,
      today,
      setting: (id) => (id === 'visit-check-hours' && hours !== undefined ? Math.ceil(hours / 24) : undefined),
      ...(order.requestId === undefined ? {} : { requestId: order.requestId }),
    },
  )
  await sql`
    insert into visits.check (district, case_id, elder_id, township, village, record_id, because, signs, duty_account, duty_name, cipher,
      opened_at, due_at, due_note)
    values (${elder.district}, ${opened.id}, ${elder.id}, ${elder.township}, ${elder.village}, ${order.record}, ${because}, ${signs}::text[],
      ${duty?.account ?? ''}, ${duty?.name ?? null}, ${duty?.phone ?? null}, ${now}, ${dueAt}, ${hours === undefined ? 'setting:visit-check-hours' : null})`.execute(
    tx,
  )
  if (duty !== undefined && duty.account !== '')
    await sql`update process.case set handler = ${duty.account} where district = ${elder.district} and id = ${opened.id}::uuid`.execute(
      tx,
    )
  return {
    caseId: opened.id,
    number: opened.number,
    dutyName: duty?.name ?? null,
    dutyPhone: duty === undefined ? null : keyring.open(duty.phone),
    dueAt: dueAt?.toISOString() ?? null,
  }
}

/** The open check of an elder, told as at its opening; by its case, an ended one too. */
export async function openCheckOf(
  tx: Tx,
  keyring: Keyring,
  elder: Pick<ElderHere, 'district' | 'id'>,
  caseId?: string,
): Promise<Opened | undefined> {
  const { rows } = await sql<{
    caseId: string
    number: string
    name: string | null
    phone: Buffer | null
    dueAt: string | null
  }>`
    select k.case_id::text as "caseId", c.number, k.duty_name as name, k.cipher as phone, to_json(k.due_at) #>> '{}' as "dueAt"
      from visits.check k join process.case c on c.district = k.district and c.id = k.case_id
     where k.district = ${elder.district} and k.elder_id = ${elder.id}::uuid
       and ${caseId === undefined ? sql`k.closed_at is null` : sql`k.case_id = ${caseId}::uuid`}
     order by k.opened_at desc limit 1`.execute(tx)
  const [row] = rows
  if (row === undefined) return undefined
  return {
    caseId: row.caseId,
    number: row.number,
    dutyName: row.name,
    dutyPhone: row.phone === null ? null : keyring.open(row.phone),
    dueAt: row.dueAt === null ? null : new Date(row.dueAt).toISOString(),
  }
}

/** When a visit was made by the server's clock, as far as the device's error is known. */
const made = (alias: string) =>
  sql`(${sql.ref(`${alias}.started_at`)} - make_interval(secs => coalesce(${sql.ref(`${alias}.clock_offset`)}, 0) / 1000.0))`

/**
 * Whether the last two attempts at the door, since the elder was last seen or looked for, both missed. Being seen on a day that is still to come is
 * told by a wrong clock: it must not keep anybody from looking.
 */
export async function missedTwice(tx: Tx, elder: ElderHere, now: Date): Promise<boolean> {
  const { rows } = await sql<{ missed: boolean }>`
    select count(*) >= 2 as missed from visits.record r
     where r.district = ${elder.district} and r.elder_id = ${elder.id}::uuid and r.way = 'home' and r.outcome = 'notSeen' and r.corrected_by is null
       and ${made('r')} > coalesce((select max(${made('s')}) from visits.record s
             where s.district = r.district and s.elder_id = r.elder_id and s.outcome = 'seen' and s.corrected_by is null
               and ${made('s')} < ${now}::timestamptz + interval '1 day'), '-infinity')
       and r.received_at > coalesce((select max(k.closed_at) from visits.check k where k.district = r.district and k.elder_id = r.elder_id), '-infinity')`.execute(
    tx,
  )
  return rows[0]?.missed === true
}
