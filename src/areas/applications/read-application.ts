import { sql } from 'kysely'
import type { CaseRef } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { cardsToday, decideToday, type SchemeCard } from '../benefits/index.ts'
import type { ApplicationView, Channel, ConsentHow } from './contract.ts'
import { readElder } from './intake.ts'
import { refusals } from './refusals.ts'
import { titleOf } from './schemes.ts'

type Row = {
  scheme: string
  channel: Channel
  consentHow: ConsentHow
  consentBy: string
  appliedAt: string
  bundle: string
  subjectId: string
  delegation: string | null
}

export type ApplicationWithCard = Omit<ApplicationView, 'card'> & { readonly card: SchemeCard | null }

/** What an application is beside its case, with what the rule says today: the panel at the side of the case page. */
export async function readApplication(
  tx: Tx,
  ref: CaseRef,
  today: Day,
  settings: Settings,
): Promise<Result<ApplicationWithCard>> {
  const { rows } = await sql<Row>`
    select scheme, channel, consent_how as "consentHow", consent_by as "consentBy", to_json(applied_at)#>>'{}' as "appliedAt",
           bundle::text as bundle, subject_id::text as "subjectId", delegation::text as delegation
      from applications.application where district = ${ref.district} and case_id = ${ref.id}::uuid`.execute(tx)
  const row = rows[0]
  if (row === undefined) return refuse(refusals.caseUnknown())
  const key = { district: ref.district, id: row.subjectId }
  const decided = (await decideToday(tx, [key], today, settings)).get(row.subjectId)
  const cards = decided === undefined ? [] : await cardsToday(tx, decided, today)
  const title = titleOf(row.scheme)
  return ok({
    scheme: row.scheme,
    title,
    channel: row.channel,
    consentHow: row.consentHow,
    consentBy: row.consentBy,
    appliedAt: row.appliedAt,
    delegation: row.delegation === null ? null : await readDelegation(tx, ref.district, row.delegation, today),
    bundle: await readBundle(tx, ref, row.bundle),
    card: cards.find((each) => each.scheme === row.scheme) ?? null,
    elder: (await readElder(tx, key, today)) ?? null,
  })
}

async function readDelegation(
  tx: Tx,
  district: string,
  id: string,
  today: Day,
): Promise<ApplicationView['delegation']> {
  const { rows } = await sql<{ name: string; relation: string; until: Day; ended: boolean }>`
    select name, relation, valid_to::text as until, ended_at is not null as ended from applications.delegation
     where district = ${district} and id = ${id}::uuid`.execute(tx)
  const row = rows[0]
  if (row === undefined) return null
  const { ended, ...rest } = row
  return { ...rest, over: ended || row.until <= today }
}

/** The other cases of the same form. */
async function readBundle(tx: Tx, { district, id }: CaseRef, bundle: string): Promise<ApplicationView['bundle']> {
  const { rows } = await sql<{ district: string; id: string; number: string; scheme: string }>`
    select a.district, a.case_id::text as id, c.number, a.scheme from applications.application a
      join process.case c on c.district = a.district and c.id = a.case_id
     where a.district = ${district} and a.bundle = ${bundle}::uuid and a.case_id <> ${id}::uuid order by c.number`.execute(
    tx,
  )
  return rows.map(({ scheme, ...row }) => ({ ...row, title: titleOf(scheme) }))
}
