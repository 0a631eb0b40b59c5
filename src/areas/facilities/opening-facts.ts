import { isDay } from '../../platform/clock/day.ts'

/** The twelve facts of one page (J3.1), as they are typed; an empty text is not known, and nothing is said from it. */
export type OpeningForm = {
  readonly ownership: string
  readonly sameRegistrationDistrict: string
  readonly tenure: string
  readonly leaseYears: string
  readonly leaseMonths: string
  readonly floorArea: string
  readonly investment: string
  readonly inUseSince: string
  readonly alteredSince: string
  readonly conversion: string
  readonly reuse: string
  readonly beds: string
  readonly newBeds: string
  readonly nursingBeds: string
  readonly clinicKind: string
  readonly meals: string
  readonly hasPremisesTitle: string
  readonly registrationFormRequired: string
}

export const emptyForm: OpeningForm = {
  ownership: '',
  sameRegistrationDistrict: '',
  tenure: '',
  leaseYears: '',
  leaseMonths: '',
  floorArea: '',
  investment: '',
  inUseSince: '',
  alteredSince: '',
  conversion: '',
  reuse: '',
  beds: '',
  newBeds: '',
  nursingBeds: '',
  clinicKind: '',
  meals: '',
  hasPremisesTitle: '',
  registrationFormRequired: '',
}

export type OpeningFacts = Readonly<Record<string, string | number | boolean | null>>
export type FormProblem = { readonly field: keyof OpeningForm; readonly message: string }

/** The facts as the rules name them, and what cannot be read; the same on the page and on the server. */
export function readOpeningForm(
  form: OpeningForm,
  today: string,
): { facts: OpeningFacts; problems: readonly FormProblem[] } {
  const problems: FormProblem[] = []
  const say = (field: keyof OpeningForm, message: string) => {
    problems.push({ field, message })
    return undefined
  }
  const text = (field: keyof OpeningForm): string => form[field].trim().normalize('NFKC')
  const whole = (field: keyof OpeningForm, label: string, unit: string): number | undefined => {
    if (text(field) === '') return undefined
    if (/^\d{1,6}$/.test(text(field))) return Number(text(field))
    return say(field, `${label}请填写整数，单位为${unit}，不写“约”。`)
  }
  const decimal = (field: keyof OpeningForm, label: string, unit: string): number | undefined => {
    if (text(field) === '') return undefined
    if (/^\d{1,12}(\.\d{1,2})?$/.test(text(field))) return Number(text(field))
    return say(field, `${label}请填写数字，单位为${unit}，不写“约”。`)
  }
  const yesNo = (field: keyof OpeningForm): boolean | undefined =>
    text(field) === 'yes' ? true : text(field) === 'no' ? false : undefined
  const choice = (field: keyof OpeningForm): string | null | undefined =>
    text(field) === '' ? undefined : text(field) === 'none' ? null : text(field)

  const beds = whole('beds', '床位数', '张')
  const newBeds = whole('newBeds', '新增床位', '张')
  const nursing = whole('nursingBeds', '护理型床位', '张')
  if (beds !== undefined && newBeds !== undefined && newBeds > beds)
    say('newBeds', '新增床位不能多于床位总数，请核对两个数。')
  if (beds !== undefined && nursing !== undefined && nursing > beds)
    say('nursingBeds', '护理型床位不能多于床位总数，请核对两个数。')
  const since = text('inUseSince')
  if (since !== '' && !isDay(since)) say('inUseSince', '建成投用日期请按 1997-05-01 的格式填写。')
  else if (since > today) say('inUseSince', '建成投用日期不能晚于今天。')
  const years = whole('leaseYears', '租期的年数', '年')
  const months = whole('leaseMonths', '租期的月数', '个月')
  if (months !== undefined && months > 11) say('leaseMonths', '租期的月数应在 0 到 11 之间，满 12 个月请计入年数。')
  const investment = decimal('investment', '投资额', '元')
  const facts = {
    ownership: choice('ownership'),
    sameRegistrationDistrict: yesNo('sameRegistrationDistrict'),
    tenure: choice('tenure'),
    leaseYears:
      text('tenure') === 'owned'
        ? null
        : years === undefined && months === undefined
          ? undefined
          : Math.floor((((years ?? 0) * 12 + (months ?? 0)) / 12) * 100) / 100,
    floorArea: decimal('floorArea', '建筑面积', 'm²'),
    investmentFen: investment === undefined ? undefined : Math.round(investment * 100),
    inUseSince: since === '' || problems.some((each) => each.field === 'inUseSince') ? undefined : since,
    alteredSince: yesNo('alteredSince'),
    'conversion-paper-waiver.conversion': choice('conversion'),
    'temporary-use-five-years.conversion': choice('reuse'),
    beds,
    newBeds,
    clinicKind: choice('clinicKind'),
    hasPremisesTitle: yesNo('hasPremisesTitle'),
    registrationFormRequired: yesNo('registrationFormRequired'),
  }
  const known = Object.entries(facts).filter(
    (pair): pair is [string, string | number | boolean | null] => pair[1] !== undefined,
  )
  return { facts: Object.fromEntries(known), problems }
}
