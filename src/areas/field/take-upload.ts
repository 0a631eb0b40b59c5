import { sql } from 'kysely'
import { record as audit } from '../../platform/audit/index.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import type { KnownDevice } from './devices.ts'
import { digestOf, type Kept, keepRecord, lockSubjects, readChain, readHead, setHead, setStanding } from './inbox.ts'
import type { Around, FieldKind, FieldParts, Place } from './kinds.ts'
import { receive } from './protocol/receive.ts'
import {
  clockOf,
  DECISION,
  type Decision,
  type FieldRecord,
  type OtherSide,
  type Outcome,
  type Upload,
} from './protocol/record.ts'
import { refusals } from './refusals.ts'

type Here = { readonly around: Around; readonly parts: FieldParts; readonly sentAt: number; readonly receivedAt: Date }

/**
 * Takes the records of an upload, each in a transaction of its own with its effect: a kill leaves some taken and the others as if they
 * had never come, and a repeat gets the answers of the first time. One that fails unforeseen is asked for again and holds up no other.
 */
export async function takeUpload(device: KnownDevice, parts: FieldParts, upload: Upload): Promise<Outcome[]> {
  const { platform, principal } = device
  const receivedAt = platform.now()
  const here: Here = { around: device, parts, sentAt: upload.sentAt, receivedAt }
  const told: Outcome[] = []
  for (const record of upload.records) {
    try {
      told.push(await inScope(platform.db, principal.scope, (tx) => takeRecord(tx, here, record)))
    } catch (error) {
      platform.log.error({ error, kind: record.kind, record: record.id }, 'a record of a device could not be taken')
      told.push({ id: record.id, outcome: 'early' })
    }
  }
  return told
}

/** One record: its verdict, its effect and its line in the inbox together. */
export async function takeRecord(tx: Tx, here: Here, record: FieldRecord): Promise<Outcome> {
  const { around } = here
  const { id } = record
  const { district } = around.device
  if (record.device !== around.device.id) return refusalOf(id, refusals.changed())
  const about = record.kind === DECISION ? decisionIn(record)?.about : undefined
  if (record.kind === DECISION && about === undefined) return refusalOf(id, refusals.unreadable())
  // The lines of others on this subject lie perhaps outside the sender's scope; what of them is shown is decided below.
  const { chain, head } = await elevated(tx, async () => {
    const subjectOf = about === undefined ? undefined : (await readChain(tx, district, [about])).get(about)?.subject
    const subject = subjectOf ?? record.subject
    await lockSubjects(tx, [subject, id])
    return {
      chain: await readChain(tx, district, [id, record.base, about ?? null]),
      head: await readHead(tx, district, subject),
    }
  })
  const verdict = receive(record, digestOf(record).toString('hex'), {
    same: chain.get(id),
    find: (each) => chain.get(each),
    head,
  })
  if (verdict.do === 'wait') return { id, outcome: 'early' }
  if (verdict.do === 'refuseChanged') return refusalOf(id, refusals.changed())
  if (verdict.do === 'repeat') return repeatOf(tx, here, chain.get(id) as Kept)
  if (verdict.do === 'nothing') return keep(tx, here, record, NOWHERE, { standing: 'accepted' })
  if (verdict.do === 'decide')
    return takeDecision(tx, here, record, chain.get(verdict.about.id) as Kept, verdict.replaces)
  const kind = kindOf(here.parts, record.kind)
  // Not kept: an app that is brought up to date, or a person back in the village, sends the same record again.
  if (kind === undefined) return refusalOf(id, refusals.kindUnknown())
  const place = await kind.placeOf(tx, around, record)
  if (!place.ok) return keep(tx, here, record, NOWHERE, { standing: 'refused', refusal: place.refusal })
  if (verdict.do === 'setAside') {
    await keep(tx, here, record, place.value, { standing: 'conflict', against: verdict.against })
    return { id, outcome: 'conflict', other: await otherSide(tx, here, verdict.against) }
  }
  const applied = await attempt(tx, () => kind.apply(tx, around, record, null))
  if (!applied.ok) return keep(tx, here, record, place.value, { standing: 'refused', refusal: applied.refusal })
  return keep(tx, here, record, place.value, { standing: 'accepted', detail: applied.value, head: true })
}

const NOWHERE: Omit<Place, 'district'> = { township: null, village: null, elder: null }

/** The sender's word on a conflict: the record that stood aside takes effect now, or is withdrawn. */
async function takeDecision(
  tx: Tx,
  here: Here,
  record: FieldRecord,
  about: Kept,
  replaces: string | null,
): Promise<Outcome> {
  const { around, parts } = here
  const { district } = around.device
  const { choice } = record.content as Decision
  const kind = kindOf(parts, about.kind)
  if (kind === undefined || !kind.choices.includes(choice))
    return keep(tx, here, record, NOWHERE, { standing: 'refused', refusal: refusals.choiceUnknown() })
  if (choice === 'theirs') {
    await elevated(tx, () => setStanding(tx, district, about.id, { standing: 'withdrawn' }))
    return keep(tx, here, record, about, { standing: 'accepted' })
  }
  const original = recordOf(around, about)
  const applied = await attempt(tx, () => kind.apply(tx, around, original, replaces))
  if (!applied.ok) return keep(tx, here, record, about, { standing: 'refused', refusal: applied.refusal })
  await elevated(tx, async () => {
    if (replaces !== null) await setStanding(tx, district, replaces, { standing: 'superseded' })
    await setStanding(tx, district, about.id, { standing: 'accepted', detail: applied.value })
    await setHead(tx, district, about.subject, about.id)
  })
  return keep(tx, here, record, about, { standing: 'accepted', detail: applied.value })
}

type Became = {
  standing: 'accepted' | 'conflict' | 'refused'
  against?: string
  refusal?: Refusal
  detail?: unknown
  head?: boolean
}

async function keep(
  tx: Tx,
  here: Here,
  record: FieldRecord,
  place: Omit<Place, 'district'>,
  became: Became,
): Promise<Outcome> {
  const { around, sentAt, receivedAt } = here
  const { platform, principal, device, requestId } = around
  await elevated(tx, async () => {
    await keepRecord(tx, device.district, {
      ...became,
      record,
      account: principal.account,
      place: { ...place, district: device.district },
      content: platform.keyring.seal(JSON.stringify(record.content)),
      receivedAt,
      ...clockOf(record, sentAt, receivedAt.getTime()),
    })
    if (became.head === true) await setHead(tx, device.district, record.subject, record.id)
  })
  await audit(tx, {
    district: device.district,
    account: principal.account,
    action: `field.${became.standing}`,
    object: 'fieldRecord',
    objectId: record.id,
    after: { kind: record.kind, device: device.id, seq: record.seq },
    ...(requestId === undefined ? {} : { requestId }),
  })
  if (became.refusal !== undefined) return refusalOf(record.id, became.refusal)
  return { id: record.id, outcome: 'accepted', detail: became.detail ?? null }
}

/** The answer of the first time. A conflict that was decided meanwhile is told by its decision. */
async function repeatOf(tx: Tx, here: Here, kept: Kept): Promise<Outcome> {
  const { id, standing, against, code, message, detail } = kept
  if (standing === 'conflict' && against !== null)
    return { id, outcome: 'conflict', other: await otherSide(tx, here, against) }
  if (standing === 'refused') return { id, outcome: 'refused', code: code ?? '', message: message ?? '' }
  return { id, outcome: 'accepted', detail }
}

/** What somebody else wrote on the subject: the sender was found to be in charge of it before it is shown. */
async function otherSide(tx: Tx, { around }: Here, id: string): Promise<OtherSide> {
  const { device, platform } = around
  const other = (await elevated(tx, () => readChain(tx, device.district, [id]))).get(id)
  const own = other?.account === around.principal.account
  const content: unknown = other?.contentCipher ? JSON.parse(platform.keyring.open(other.contentCipher)) : null
  return { id, by: own ? '您自己（另一台手机）' : '另一位外勤人员', madeAt: other?.madeAt ?? 0, content }
}

const recordOf = ({ platform }: Around, kept: Kept): FieldRecord => ({
  id: kept.id,
  device: kept.device,
  seq: kept.seq,
  kind: kept.kind,
  subject: kept.subject,
  base: kept.base,
  madeAt: kept.madeAt,
  content: kept.contentCipher === null ? null : JSON.parse(platform.keyring.open(kept.contentCipher)),
})

function decisionIn(record: FieldRecord): Decision | undefined {
  const { about, choice } = (record.content ?? {}) as Partial<Decision>
  const known = choice === 'both' || choice === 'theirs' || choice === 'mine'
  return typeof about === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(about) && known
    ? { about, choice }
    : undefined
}

const kindOf = ({ kinds }: FieldParts, name: string): FieldKind | undefined => kinds.find((each) => each.kind === name)

const refusalOf = (id: string, { code, message }: Refusal): Outcome => ({ id, outcome: 'refused', code, message })

/** What is refused half-way leaves nothing behind. */
async function attempt(tx: Tx, work: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
  await sql`savepoint field_effect`.execute(tx)
  const result = await work()
  if (result.ok) return ok(result.value)
  await sql`rollback to savepoint field_effect`.execute(tx)
  return refuse(result.refusal)
}
