import { sql } from 'kysely'
import { openCase } from '../../engines/process/index.ts'
import { type Day, day } from '../../platform/clock/day.ts'
import type { Scope, Tx } from '../../platform/db/index.ts'
import { type FieldFault, ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { resolveParameter, type Settings } from '../../policy/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { checkAgainstRegister } from './check-values.ts'
import { readCreditCode } from './credit-code.ts'
import type { NewFiling } from './filing-contract.ts'
import { checkProcess, filingProcess } from './filing-process.ts'
import { filingRefusals } from './filing-refusals.ts'
import { type Department, FILING_KINDS, MATERIALS, materialsFor, OPENS } from './filing-words.ts'
import { placeIn } from './open-facility.ts'
import { readOpeningForm } from './opening-facts.ts'
import { checksFor, type Panel, panelOf } from './opening-lines.ts'
import { recordOrganisation } from './organisations.ts'
import { type FacilityOn, readFacility } from './read-facility.ts'
import { refusals } from './refusals.ts'

export type Filer = {
  readonly account: string
  readonly roles: readonly Role[]
  readonly today: Day
  readonly tree: DivisionTree
  readonly scope: Scope
  readonly settings: Settings
  readonly example?: boolean
  readonly requestId?: string
}
type Submitted = Result<{ district: string; id: string; number: string }>
type Checks = readonly { department: Department; question: string; rules: readonly string[] }[]

type About = {
  readonly place: { district: string; township: string; village: string | null }
  readonly name: string
  readonly operator: string
  readonly facilityId: string | null
  readonly panel: Panel
  readonly checks: Checks
  readonly example: boolean
}

const NOTHING: Panel = { spared: [], required: [], verify: [], receivable: [], open: [] }

/** Takes a filing in: its case, one case for each department that is asked, and what the rules said. As the system role. */
export async function submitFiling(tx: Tx, who: Filer, given: NewFiling): Promise<Submitted> {
  const about = OPENS.includes(given.kind) ? await aboutOpening(tx, who, given) : await aboutFacility(tx, who, given)
  if (!about.ok) return about
  const { place, name, operator, facilityId, panel, checks, example } = about.value
  const setting = (id: string): number | undefined => {
    const value = resolveParameter(id, { on: who.today, division: place.district, settings: who.settings })?.value
    return typeof value === 'number' ? value : undefined
  }
  const around = {
    actor: { account: who.account, roles: who.roles },
    today: who.today,
    setting,
    ...(who.requestId && { requestId: who.requestId }),
  }
  const party = who.roles.includes('operator') ? 'applicant' : 'districtOfficer'
  const opened = await openCase(
    tx,
    filingProcess,
    {
      subject: { kind: 'facility', id: facilityId ?? NO_FACILITY },
      place,
      origin: party === 'applicant' ? 'operator' : 'counter',
      party,
      required: materialsFor(given.kind),
      evidence: given.materials.map((material) => ({ name: material, standing: 'given', source: MATERIALS[material] })),
      rules: { about: name },
      says: `提交${FILING_KINDS[given.kind]}`,
    },
    around,
  )
  await sql`
    insert into facilities.filing (district, id, number, kind, state, facility_id, name, operator, township, village, effective_on, form, opening,
                                   example, submitted_by)
    values (${place.district}, ${opened.id}::uuid, ${opened.number}, ${given.kind}, 'submitted', ${facilityId}::uuid, ${name}, ${operator},
            ${place.township}, ${place.village}, ${given.effectiveOn}::date, ${JSON.stringify(given.form)}::jsonb, ${JSON.stringify(panel)}::jsonb,
            ${example}, ${who.account})`.execute(tx)
  for (const { department, question, rules } of checks) {
    const asked = await openCase(
      tx,
      checkProcess,
      {
        subject: { kind: 'filing', id: opened.id },
        place,
        origin: 'filing',
        party: 'districtOfficer',
        required: [],
        evidence: [],
        rules: { about: name },
        says: question,
      },
      around,
    )
    await sql`
      insert into facilities.filing_check (district, id, filing_id, department, question, rules, facility_id, township, village)
      values (${place.district}, ${asked.id}::uuid, ${opened.id}::uuid, ${department}, ${question}, ${[...rules]}::text[], ${facilityId}::uuid,
              ${place.township}, ${place.village})`.execute(tx)
  }
  return ok({ district: place.district, id: opened.id, number: opened.number })
}

/** The subject of a case whose facility is not there yet. */
const NO_FACILITY = '00000000-0000-7000-8000-000000000000'

async function aboutOpening(tx: Tx, who: Filer, given: NewFiling): Promise<Result<About>> {
  const faults: FieldFault[] = []
  const place = placeIn(who.tree, who.scope, given.division, who.today)
  if (place === undefined) return refuse(refusals.placeUnknown())
  if (given.name.length < 2) faults.push({ path: 'name', message: '请填写设施名称。' })
  if (given.operator === undefined) faults.push({ path: 'operator.name', message: '请填写运营方。' })
  else if (readCreditCode(given.operator.creditCode) === undefined)
    faults.push({
      path: 'operator.creditCode',
      message: '统一社会信用代码的校验位对不上，请核对 18 位后重新填写。',
    })
  const { facts, problems } = readOpeningForm(given.form.opening, who.today)
  for (const { field, message } of problems) faults.push({ path: `form.opening.${field}`, message })
  if (given.kind === 'legacy' && (given.form.issues ?? []).length === 0)
    faults.push({ path: 'form.issues', message: '请至少列出一项遗留问题。' })
  if (faults.length > 0 || given.operator === undefined) return refuse(filingRefusals.fields(faults))
  const recorded = await recordOrganisation(tx, who.account, given.operator, who.example)
  if (!recorded.ok) return recorded
  const panel = panelOf(facts, { on: who.today, division: place.district, settings: who.settings })
  return ok({
    place,
    name: given.name,
    operator: readCreditCode(given.operator.creditCode) ?? '',
    facilityId: null,
    panel,
    checks: checksFor(panel, { meals: given.form.opening.meals === 'yes' }),
    example: who.example ?? false,
  })
}

async function aboutFacility(tx: Tx, who: Filer, given: NewFiling): Promise<Result<About>> {
  const facility = given.facility === undefined ? undefined : await readFacility(tx, given.facility, who.today)
  if (facility === undefined || !isTheirs(who.scope, facility)) return refuse(filingRefusals.facilityMissing())
  // Two clerks at once: the second waits and is told of the first one's case.
  await sql`select pg_advisory_xact_lock(7246, hashtext(${facility.id}))`.execute(tx)
  const { rows } = await sql<{ number: string }>`
    select number from facilities.filing where district = ${facility.district} and facility_id = ${facility.id}::uuid
       and state in ('submitted', 'correcting')`.execute(tx)
  if (rows[0] !== undefined) return refuse(filingRefusals.openCase(rows[0].number))
  if (given.kind === 'closing' && given.form.plan === undefined) return refuse(filingRefusals.planMissing())
  if (given.kind === 'change') {
    const values = await checkAgainstRegister(tx, given.form.changes ?? {})
    if (!values.ok) return values
    if (Object.keys(values.value).length === 0)
      return refuse(filingRefusals.fields([{ path: 'form.changes', message: '请至少填写一项变更。' }]))
    day(given.effectiveOn)
  }
  const operator = facility.attributes.operator?.value
  if (typeof operator !== 'string') return refuse(refusals.organisationUnknown())
  const { district, township, village } = facility
  return ok({
    place: { district, township, village },
    name: facility.name,
    operator,
    facilityId: facility.id,
    panel: NOTHING,
    checks: [],
    example: facility.example,
  })
}

/** Row security has been asked in the caller's own role before; here it is said again of the row itself. */
const isTheirs = (scope: Scope, { district, township, village, id }: FacilityOn): boolean =>
  scope.districts.includes(district) ||
  scope.townships.includes(township) ||
  (village !== null && scope.villages.includes(village)) ||
  (scope.facilities ?? []).includes(id)
