import { sql } from 'kysely'
import { type Day, firstOfMonth } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { asIdentity, type Db, type Tx } from '../../platform/db/index.ts'
import { findRule } from '../../policy/index.ts'
import { listDelegations, readElder } from '../applications/index.ts'
import { sayReason } from '../benefits/index.ts'
import { type VisitsForFamily, visitsForFamily } from '../visits/index.ts'
import { FAMILY_PARTS, type FamilyPart, type FamilyPerson, type Person } from './contract.ts'
import { familyParts } from './family-choice.ts'
import type { Tie } from './own-persons.ts'
import { READ_WORDS } from './words.ts'

/** The heads of the cards: whom an account may act for. Read as the system role, after `tiesOf`. */
export async function readPersons(tx: Tx, ties: readonly Tie[], today: Day): Promise<Person[]> {
  const persons: Person[] = []
  for (const tie of ties) {
    const elder = await readElder(tx, tie, today)
    if (elder === undefined) continue
    const { district, id, name, age, townshipName, synthetic } = elder
    persons.push({ district, id, name, age, townshipName, synthetic, as: tie.as, until: tie.until })
  }
  return persons
}

type Around = { readonly today: Day; readonly account: string; readonly keyring: Keyring; readonly now: Date }

type Visits = Pick<FamilyPerson, 'visits' | 'concerns' | 'next' | 'call'>
const visitsOf = ({ visits, concerns, next, call }: VisitsForFamily): Visits => ({
  visits: [...visits],
  concerns: [...concerns],
  next,
  call,
})

/** E02: one card per parent: what is due and paid, what is under way, who may act until when, and who looked at the file. */
export async function readFamily(
  tx: Tx,
  ties: readonly Tie[],
  { today, account, keyring, now }: Around,
): Promise<FamilyPerson[]> {
  const persons = await readPersons(tx, ties, today)
  const cards: FamilyPerson[] = []
  for (const person of persons) {
    const delegations = await listDelegations(tx, person, today)
    const parts = person.as === 'elder' ? FAMILY_PARTS : await familyParts(tx, person)
    const shows = (part: FamilyPart) => parts.includes(part)
    cards.push({
      ...person,
      parts: [...(person.as === 'elder' ? await familyParts(tx, person) : parts)],
      ...visitsOf(await visitsForFamily(tx, person, { keyring, now, today, self: person.as === 'elder' })),
      benefits: shows('benefits') ? await readBenefits(tx, person, today) : [],
      paid: shows('benefits') ? await readPaid(tx, person) : [],
      cases: shows('cases') ? await readCases(tx, person) : [],
      // A family member sees their own delegation, not their brother's.
      delegations: delegations
        .filter(({ delegate }) => person.as === 'elder' || delegate === account)
        .map(({ id, name, relation, until }) => ({ id, name, relation, until })),
      readers: shows('readers') ? await readReaders(tx, person, account) : [],
    })
  }
  return cards
}

type Key = { readonly district: string; readonly id: string }

/** What the latest run of this or the last month says. */
async function readBenefits(tx: Tx, { district, id }: Key, today: Day): Promise<FamilyPerson['benefits']> {
  const { rows } = await sql<{
    scheme: string
    month: string
    outcome: string
    reason: string
    amountFen: string | null
  }>`
    select distinct on (n.scheme) n.scheme, left(r.month::text, 7) as month, n.outcome, n.reason, n.amount_fen::text as "amountFen"
      from benefits.entitlement n join benefits.run r on r.id = n.run_id
     where n.district = ${district} and n.elder_id = ${id}::uuid and r.state = 'sealed'
       and r.month >= ${firstOfMonth(today)}::date - interval '1 month'
     order by n.scheme, r.month desc, r.id desc`.execute(tx)
  return rows
    .filter((row) => row.outcome === 'granted' || row.outcome === 'unclaimed')
    .map((row) => ({
      scheme: row.scheme,
      title: findRule(row.scheme)?.title ?? row.scheme,
      month: row.month,
      says: row.outcome === 'granted' ? (row.amountFen === null ? '可以享受' : '应发') : sayReason(row.reason),
      amountFen: row.amountFen === null ? null : Number(row.amountFen),
    }))
}

/** The last payments, with what the bank answered. */
async function readPaid(tx: Tx, { district, id }: Key): Promise<FamilyPerson['paid']> {
  const { rows } = await sql<{ scheme: string; month: string; amountFen: string; held: string | null; state: string }>`
    select l.scheme, left(l.month::text, 7) as month, l.amount_fen::text as "amountFen", l.held, b.state
      from payments.line l join payments.batch b on b.id = l.batch_id
     where l.district = ${district} and l.elder_id = ${id}::uuid and b.state <> 'cancelled'
     order by l.month desc, l.scheme limit 6`.execute(tx)
  return rows.map((row) => ({
    title: findRule(row.scheme)?.title ?? row.scheme,
    month: row.month,
    amountFen: Number(row.amountFen),
    state: row.held !== null ? '暂缓，请联系窗口' : (PAID_WORDS[row.state] ?? '办理中'),
  }))
}

const PAID_WORDS: Readonly<Record<string, string>> = {
  made: '待核对',
  confirmed: '待发放',
  filed: '已送银行',
  returned: '银行已回复',
  closed: '已发放',
}

async function readCases(tx: Tx, { district, id }: Key): Promise<FamilyPerson['cases']> {
  const { rows } = await sql<FamilyPerson['cases'][number]>`
    select c.number, d.content->>'title' as title, coalesce(d.content->'states'->c.state->>'says', c.state) as says,
           c.opened_on::text as "openedOn", c.due_on::text as "dueOn", c.closed_at is null as open
      from process.case c join process.declaration d on d.kind = c.kind and d.version = c.version
     where c.district = ${district} and c.subject_id = ${id}::uuid
     order by c.closed_at is not null, c.opened_at desc limit 10`.execute(tx)
  return rows
}

/**
 * 谁看过我: who opened the file, by account; the names of the posts are put in by `namePosts`. What somebody looked at themselves is left out:
 * every reading of this page would push an office off its own list.
 */
async function readReaders(tx: Tx, { district, id }: Key, own: string): Promise<FamilyPerson['readers']> {
  const { rows } = await sql<{ at: string; who: string; what: string }>`
    select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as at, account as who, action as what from audit.entry
     where district = ${district} and object = 'elder' and object_id = ${id} and action = any (${Object.keys(READ_WORDS)}::text[])
       and account <> ${own}
     order by audit.entry.at desc limit 10`.execute(tx)
  return rows.map((row) => ({ ...row, what: READ_WORDS[row.what] ?? row.what }))
}

/** Puts the post of an account in the place of its name: a family learns which office looked, not which person. */
export async function namePosts(
  db: Db,
  cards: readonly FamilyPerson[],
  postOf: (role: string, division: string | null) => string,
): Promise<FamilyPerson[]> {
  const accounts = [...new Set(cards.flatMap((card) => card.readers.map((each) => each.who)))]
  if (accounts.length === 0) return [...cards]
  const { rows } = await asIdentity(db, (tx) =>
    sql<{ account: string; role: string; division: string | null }>`
      select distinct on (account) account, role, division from "grant" where account = any (${accounts}::text[])
       order by account, revoked_at is not null, valid_from`.execute(tx),
  )
  const posts = new Map(rows.map((row) => [row.account, postOf(row.role, row.division)]))
  return cards.map((card) => ({
    ...card,
    readers: card.readers.map((each) => ({ ...each, who: posts.get(each.who) ?? '工作人员' })),
  }))
}
