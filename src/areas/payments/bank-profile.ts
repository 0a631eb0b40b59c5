import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { commonRefusals, ok, type Result, refuse } from '../../platform/http/index.ts'
import type { BankProfile, ProposeBankProfile } from './bank-contract.ts'
import { readPublicKey } from './encrypt-file.ts'
import { refusals } from './refusals.ts'
import { DEFAULT_COLUMNS, SHEET_COLUMNS, type SheetColumn } from './sheet-columns.ts'

type Row = {
  id: string
  columns: string[]
  publicKey: string | null
  print: string | null
  setBy: string
  decidedBy: string | null
}

const COLUMNS = sql`id::text, columns, public_key as "publicKey", key_print as print, set_by as "setBy", decided_by as "decidedBy"`

export type InForce = {
  readonly columns: SheetColumn[]
  readonly publicKey: string | null
  readonly print: string | null
}

/** How files of a district leave for the bank today: the newest that two people signed; nothing signed is the usual columns and no key. */
export async function readBankProfile(tx: Tx, district: string): Promise<InForce> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from payments.bank_profile
     where district = ${district} and decision = 'approved' order by decided_at desc, id desc limit 1`.execute(tx)
  const [row] = rows
  const known = knownIn(row?.columns ?? [])
  return {
    columns: known.length > 0 ? known : [...DEFAULT_COLUMNS],
    publicKey: row?.publicKey ?? null,
    print: row?.print ?? null,
  }
}

/** What is in force and what waits for the second person, for the screen. The key itself stays here; its print is what is compared. */
export async function viewBankProfile(tx: Tx, district: string, account: string): Promise<BankProfile> {
  const now = await readBankProfile(tx, district)
  const { rows } = await sql<Row>`
    select ${COLUMNS} from payments.bank_profile where district = ${district} and decision is null`.execute(tx)
  const [waiting] = rows
  return {
    district,
    columns: now.columns,
    print: now.print,
    waiting:
      waiting === undefined
        ? null
        : {
            id: waiting.id,
            columns: knownIn(waiting.columns),
            print: waiting.print,
            setBy: waiting.setBy,
            mayDecide: waiting.setBy !== account,
          },
  }
}

const knownIn = (columns: readonly string[]): SheetColumn[] =>
  columns.filter((each): each is SheetColumn => each in SHEET_COLUMNS)

type By = { readonly account: string; readonly requestId?: string }

/** Puts a change forward. `publicKey` left out keeps the key in force, an empty one ends encryption. One change waits at a time. */
export async function proposeBankProfile(
  tx: Tx,
  district: string,
  given: ProposeBankProfile,
  by: By,
): Promise<Result<{ id: string }>> {
  const now = await readBankProfile(tx, district)
  const key =
    given.publicKey === undefined
      ? { pem: now.publicKey, print: now.print }
      : given.publicKey === ''
        ? { pem: null, print: null }
        : readPublicKey(given.publicKey)
  if (key === undefined) return refuse(refusals.publicKeyUnreadable())
  const id = newId()
  const { rows } = await sql`
    insert into payments.bank_profile (district, id, columns, public_key, key_print, set_by)
    values (${district}, ${id}::uuid, ${given.columns}::text[], ${key.pem}, ${key.print}, ${by.account})
    on conflict do nothing returning id`.execute(tx)
  if (rows.length === 0) return refuse(refusals.profileWaits())
  await note(tx, district, by, 'payments.bankProfile.propose', { id, columns: given.columns, print: key.print })
  return ok({ id })
}

/** The second person signs the change or turns it down. As the system role: the caller has checked the scope. */
export async function decideBankProfile(
  tx: Tx,
  district: string,
  id: string,
  accept: boolean,
  by: By,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<Row & { decided: boolean }>`
    select ${COLUMNS}, decision is not null as decided from payments.bank_profile
     where district = ${district} and id = ${id}::uuid for update`.execute(tx)
  const [row] = rows
  if (row === undefined || row.decided) return refuse(commonRefusals.notFound())
  if (row.setBy === by.account) return refuse(refusals.secondPerson())
  await sql`
    update payments.bank_profile set decision = ${accept ? 'approved' : 'refused'}, decided_by = ${by.account}, decided_at = clock_timestamp()
     where district = ${district} and id = ${id}::uuid`.execute(tx)
  await note(tx, district, by, accept ? 'payments.bankProfile.approve' : 'payments.bankProfile.refuse', {
    id,
    columns: row.columns,
    print: row.print,
  })
  return ok({ done: true })
}

const note = (tx: Tx, district: string, { account, requestId }: By, action: string, after: Record<string, unknown>) =>
  record(tx, {
    district,
    account,
    action,
    object: 'payments.bankProfile',
    objectId: district,
    after,
    ...(requestId && { requestId }),
  })
