import type { Receivable, Settings, Answers as Told, Verifications } from '../../policy/index.ts'
import { call, typed } from '../../ui/api.ts'
import { districts } from '../../ui/districts.ts'
import { today } from '../../ui/formats.ts'
import type { Answer } from '../../ui/refusal.ts'
import type { Answers } from './answers.ts'

const publicSettings = {
  method: 'get',
  path: '/api/rules/settings/public',
  response: typed<Settings>(),
} as const

const publicVerifications = {
  method: 'get',
  path: '/api/rules/verifications/public',
  response: typed<Verifications>(),
} as const

/** `settingsKnown` is false when the district's amounts could not be read: the answer then stands without them. */
type Found = Receivable & { settingsKnown: boolean }

/**
 * Answers by the same rules as the monthly run, in this browser: only the district is sent, to read the amounts it has set. The
 * rules are a chunk of their own, loaded when somebody has answered the six questions.
 */
export async function find(answers: Answers): Promise<Answer<Found>> {
  const [policy, read, checked] = await Promise.all([
    import('../../policy/index.ts'),
    call(publicSettings, { query: { division: answers.district } }),
    call(publicVerifications),
  ])
  const settings = read.ok ? read.value : []
  const verifications = checked.ok ? checked.value : []
  return {
    ok: true,
    value: {
      ...policy.whatCanIReceive(toldBy(answers), { on: today(), settings, verifications }),
      settingsKnown: read.ok,
    },
  }
}

const SELF_CARE = {
  none: 'able',
  mild: 'littleHelp',
  moderate: 'someHelp',
  severe: 'muchHelp',
  total: 'fullHelp',
  unknown: 'unknown',
} as const
const LIVES_WITH = {
  alone: 'alone',
  spouseOnly: 'spouse',
  family: 'children',
  institution: 'institution',
  unknown: 'unknown',
} as const

/** The answers as the rules take them; what was not answered is unknown. */
function toldBy(answers: Answers): Told {
  const place = districts.find((one) => one.key === answers.district)
  return {
    division: place?.key ?? '500000',
    placeName: place?.name ?? '所在区县',
    birth: answers.born
      ? { year: Number(answers.born.slice(0, 4)), month: Number(answers.born.slice(5, 7)) }
      : 'unknown',
    household:
      answers.household === 'here' || answers.household === undefined
        ? (answers.household ?? 'unknown')
        : elsewhere(answers.household),
    family: answers.hardship ?? 'unknown',
    selfCare: SELF_CARE[answers.care ?? 'unknown'],
    livesWith: LIVES_WITH[answers.living ?? 'unknown'],
    ...(answers.insurance ? { medicalInsurance: answers.insurance } : {}),
  }
}

const elsewhere = (household: 'elsewhereInCity' | 'outside' | 'unknown') =>
  household === 'unknown' ? 'unknown' : 'elsewhere'
