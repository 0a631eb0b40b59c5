import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { type ElderKey, listAccounts } from './accounts.ts'
import type { PersonAccounts } from './contract.ts'
import type { FailureCause, Hold } from './machine.ts'
import { readPaymentSettings } from './payment-settings.ts'
import { listProofs } from './proofs.ts'
import { CAUSE_WORDS, HOLD_WORDS } from './words.ts'

type Row = Omit<PersonAccounts['payments'][number], 'says'> & { held: Hold | null; cause: FailureCause | null }

/** The accounts of a person, who saw the person last, and every payment with where it stands. */
export async function readPersonAccounts(tx: Tx, key: ElderKey, who: Principal, today: Day): Promise<PersonAccounts> {
  const home = await sql<{
    township: string
  }>`select township from elders.elder where district = ${key.district} and id = ${key.elder}::uuid`.execute(tx)
  const set = await readPaymentSettings(tx, home.rows[0]?.township ?? key.district, today)
  const { rows } = await sql<Row>`
    select l.batch_id::text as batch, l.no, to_char(l.month, 'YYYY-MM') as month, l.scheme, l.kind, l.amount_fen as "amountFen", l.held, r.cause,
           case when exists (select 1 from payments.line f where f.district = l.district and f.from_batch = l.batch_id and f.from_no = l.no) then 'again'
                when l.held is not null then 'held' when r.outcome is not null then r.outcome when b.seal is null then 'waiting' else 'sent' end as state
      from payments.line l join payments.batch b on b.id = l.batch_id
      left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no
     where l.district = ${key.district} and (l.elder_id = ${key.elder}::uuid or l.payee = ${key.elder}::uuid) order by l.month desc, b.made_at desc, l.no limit 60`.execute(
    tx,
  )
  return {
    accounts: await listAccounts(tx, { who }, key),
    proofs: await listProofs(tx, key, today),
    proofDays: set.ok ? set.value.proofDays : null,
    payments: rows.map(({ held, cause, ...row }) => ({
      ...row,
      says:
        held !== null ? `${HOLD_WORDS[held].word}：${HOLD_WORDS[held].todo}` : cause !== null ? CAUSE_WORDS[cause] : '',
    })),
  }
}
