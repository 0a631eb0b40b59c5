import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Currency } from './books.ts'

/**
 * An account to open. `owner` says what it belongs to, in the words of the area (`elder:…`, `fund:district:…`); `kind` groups the trial
 * balance. `floor` is what the balance less the holds may not fall below; null lets it go anywhere, which is right for the world outside
 * (a treasury, a bank) and for sums owed. `checked`: `row` locks the account while a posting draws on it (people, small purses); `batch` is for funds
 * that many draw on at once: a set of postings is checked at its end, a batch with a hold is never checked again.
 */
export type NewAccount = {
  readonly district: string
  readonly owner: string
  readonly kind: string
  readonly floor: number | null
  readonly checked?: 'row' | 'batch'
}

type Opening = { readonly currency: Currency; readonly by: string }

/**
 * Opens accounts; one that exists stays as it is, so calling it again changes nothing. As the system role. Takes a list, or a relation
 * with the columns `district, owner, kind, floor bigint, checked` (distinct owners) for a whole city. Gives the number that are new.
 */
export async function openAccounts(
  tx: Tx,
  accounts: readonly NewAccount[] | RawBuilder<unknown>,
  { currency, by }: Opening,
): Promise<number> {
  const relation = isList(accounts) ? relationOf(accounts) : accounts
  const { rows } = await sql<{ opened: number }>`
    with opened as (
      insert into ledger.account (district, id, owner, kind, currency, floor, checked, opened_by)
      select district, ledger.new_id(), owner, kind, ${currency}, floor, checked, ${by} from (${relation}) as wanted
      on conflict (district, owner, currency) do nothing
      returning 1)
    select count(*)::int as opened from opened`.execute(tx)
  return rows[0]?.opened ?? 0
}

const isList = (accounts: readonly NewAccount[] | RawBuilder<unknown>): accounts is readonly NewAccount[] =>
  Array.isArray(accounts)

const relationOf = (accounts: readonly NewAccount[]): RawBuilder<unknown> => sql`
  select district, owner, kind, floor, coalesce(checked, 'row') as checked
    from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as a(district text, owner text, kind text, floor bigint, checked text)`

/** What an account has, what open holds keep back of it, and what it may still give (below its floor: nothing). */
export type Balance = {
  readonly owner: string
  readonly kind: string
  readonly balance: number
  readonly held: number
  readonly available: number | null
}

/** Balances now, by owner; an account that was never opened is left out. `available` is null where there is no floor. */
export async function balancesOf(
  tx: Tx,
  of: { readonly district: string; readonly owners: readonly string[]; readonly currency: Currency },
): Promise<Map<string, Balance>> {
  const { rows } = await sql<Balance>`
    select owner, kind, balance, held, balance - held - floor as available
      from (select a.owner, a.kind, a.floor, ledger.balance(a.district, a.id) as balance, ledger.held(a.district, a.id) as held
              from ledger.account a
             where a.district = ${of.district} and a.currency = ${of.currency} and a.owner = any (${of.owners}::text[])) each`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.owner, row]))
}
