import { sql } from 'kysely'
import { applyFor } from '../areas/applications/index.ts'
import { decideToday, type NewClaim, recordClaims } from '../areas/benefits/index.ts'
import { readSettings } from '../areas/rules/index.ts'
import { type ActorAt, act, addEvidence, caseFile } from '../engines/process/index.ts'
import { addDays, type Day, firstOfMonth } from '../platform/clock/day.ts'
import { asSystem, type Tx } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT } from './demonstration.ts'
import { processes } from './processes.ts'

const TOWNSHIP = '500113103'
const MAKER = 'demo-maker'

const clerkOf = (township: string): string => (township === TOWNSHIP ? 'demo-township' : MAKER)
const clerk: ActorAt = ({ township }) => ({ account: clerkOf(township), roles: ['townshipClerk'] })
const officer: ActorAt = () => ({ account: 'demo-district', roles: ['districtOfficer'] })
const applicant: ActorAt = () => ({
  account: 'demo-township',
  roles: ['townshipClerk'],
  relations: [{ as: 'applicant' }],
})

/** The moves of one story: whose, which, and how many days after the one before. */
type Story = { readonly age: number; readonly moves: readonly (readonly [ActorAt, string, string?])[] }

const checked = [
  [clerk, 'accept'],
  [clerk, 'verify'],
] as const
const NOT_MET = '核对后不符合规定的条件，具体见决定书'

/** How far each application has come, and how many calendar days ago it was made; the numbers are for show. */
const STORIES: readonly (Story & { readonly count: number })[] = [
  { count: 1, age: 24, moves: [] },
  { count: 1, age: 45, moves: [[clerk, 'accept']] },
  { count: 10, age: 2, moves: [] },
  { count: 7, age: 6, moves: [[clerk, 'askForMissing']] },
  { count: 9, age: 5, moves: [[clerk, 'accept']] },
  { count: 12, age: 7, moves: checked },
  { count: 8, age: 16, moves: [...checked, [officer, 'grant']] },
  {
    count: 4,
    age: 14,
    moves: [
      [clerk, 'accept'],
      [clerk, 'doubt', '情况与申请不符'],
      [officer, 'refuse', NOT_MET],
    ],
  },
  {
    count: 2,
    age: 14,
    moves: [
      [clerk, 'accept'],
      [clerk, 'doubt', '情况与申请不符'],
      [officer, 'refuse', NOT_MET],
      [applicant, 'object', '家庭情况最近有变化，请再核对'],
    ],
  },
  { count: 3, age: 4, moves: [[applicant, 'withdraw', '家人已另行办理']] },
]

/** Whoever was entitled to 养老服务补贴 before consent was asked for is taken over with the old list, but for some that nobody reached. */
export async function ensureDemonstrationClaims(platform: Platform): Promise<void> {
  const first = firstOfMonth(platform.today()) as string as Day
  await asSystem(platform.db, async (tx) => {
    const { rows } = await sql<{ district: string; id: string }>`
      select distinct f.district, f.elder_id::text as id from elders.fact f
       where f.district = ${DEMONSTRATION_DISTRICT} and f.kind = 'hardship' and f.value <> '{}' and f.superseded_at is null`.execute(
      tx,
    )
    const decided = await decideToday(tx, rows, addDays(first, -1), await readSettings(tx))
    const claims = [...decided.values()].flatMap(({ elder, lines }): NewClaim[] =>
      !isMissed(elder) && lines.some((each) => each.scheme === 'care-subsidy' && each.line.outcome === 'granted')
        ? [{ ...elder, elderId: elder.id, scheme: 'care-subsidy', from: first, how: 'consent', caseId: null }]
        : [],
    )
    await recordClaims(tx, claims, MAKER)
  })
}

/** Nobody has asked them yet: a few in the district, and half of the demonstration township, whose clerk has something to do. */
const isMissed = ({ id, township }: { readonly id: string; readonly township: string }): boolean =>
  (township === TOWNSHIP ? /[0-7]$/ : /7$/).test(id)

/** Some sixty applications in all states, two of them late. */
export async function ensureDemonstrationCases(platform: Platform): Promise<void> {
  const today = platform.today()
  await asSystem(platform.db, async (tx) => {
    const { rows: started } =
      await sql`select 1 from process.case where district = ${DEMONSTRATION_DISTRICT} limit 1`.execute(tx)
    if (started.length > 0) return
    const settings = await readSettings(tx)
    const people = await applicants(tx)
    let at = 0
    for (const story of STORIES)
      for (let n = 0; n < story.count; n++) {
        const person = people[at++ % Math.max(1, people.length)]
        if (person === undefined) return
        const on = addDays(today, -story.age)
        const channel = at % 4 === 0 ? ('village' as const) : ('counter' as const)
        const scheme = person.extreme
          ? 'extreme-hardship-care-subsidy'
          : person.hard
            ? 'care-subsidy'
            : 'old-age-allowance'
        const actor =
          channel === 'village'
            ? { account: 'demo-village', roles: ['villageWorker' as const] }
            : clerk({ ...person, subjectKind: 'elder', subjectId: person.id, handler: null })
        const made = await applyFor(
          tx,
          { elder: person, schemes: [scheme], channel, consent: { how: channel === 'village' ? 'voice' : 'present' } },
          { processes, settings, today: on, actor },
        )
        const opened = made.ok ? made.value.cases[0] : undefined
        if (opened !== undefined) await tell(tx, opened, story, on, today)
      }
  })
}

async function tell(
  tx: Tx,
  ref: { district: string; id: string },
  { moves }: Story,
  from: Day,
  today: Day,
): Promise<void> {
  let on = from
  for (const [actorAt, move, reason] of moves) {
    on = addDays(on, 1) <= today ? addDays(on, 1) : today
    const around = { processes, actorAt, today: on }
    const file = await caseFile(tx, processes, ref, actorAt, on)
    if (!file.ok) return
    const missing = file.value.missing.map(({ name }) => ({ name }))
    if (move === 'askForMissing')
      await act(
        tx,
        ref,
        { move, missing: missing.length > 0 ? missing : [{ name: 'other', note: '请补近期照片' }] },
        around,
      )
    else {
      if (move === 'accept')
        for (const { name } of missing)
          await addEvidence(
            tx,
            ref,
            { name, standing: 'given', source: 'statement', note: '窗口已核对原件' },
            '窗口核对了原件',
            {
              account: 'demo-township',
              party: 'townshipClerk',
              today: on,
            },
          )
      await act(tx, ref, { move, ...(reason === undefined ? {} : { reason }) }, around)
    }
  }
}

type Person = {
  district: string
  id: string
  township: string
  village: string | null
  hard: boolean
  extreme: boolean
}

/** People for whom applying makes sense: in hardship, or about to reach an age; the demonstration township first. */
async function applicants(tx: Tx): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select e.district, e.id::text as id, e.township, e.village, h.value is not null as hard, coalesce('extreme' = any (h.value), false) as extreme
      from elders.elder e
      left join elders.fact h on h.district = e.district and h.elder_id = e.id and h.kind = 'hardship' and h.value <> '{}'
                             and h.superseded_at is null and h.valid_to is null
     where e.district = ${DEMONSTRATION_DISTRICT} and e.merged_into is null and e.birth_date is not null
       and (h.value && '{extreme,subsistence,subsistenceMargin}' or e.birth_date between '1945-06-01' and '1947-06-01')
       and not exists (select 1 from elders.fact d where d.district = e.district and d.elder_id = e.id and d.kind = 'death' and d.superseded_at is null)
       and not exists (select 1 from benefits.entitlement p where p.district = e.district and p.elder_id = e.id and p.outcome = 'unclaimed')
     order by e.township <> ${TOWNSHIP}, md5(e.id::text) limit 60`.execute(tx)
  return rows
}
