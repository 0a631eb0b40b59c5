/** The allowances of a month. What the documents leave open is a setting of the district and blocks by name. */
import {
  age,
  all,
  any,
  atLeast,
  type Condition,
  fact,
  hasAny,
  type Moment,
  moment,
  type Outcome,
  oneOf,
  parameter,
  type Quantity,
  type Rule,
  setting,
  within,
  yuan,
} from '../../engines/rulebook/index.ts'
import { day } from '../../platform/clock/day.ts'
import * as facts from './facts.ts'

const outcomes: Readonly<Record<string, Outcome>> = {
  granted: { applies: true, label: '符合条件，可以享受' },
  notMet: { applies: false, label: '暂时不符合条件' },
}

/** From which month a birthday counts is a district's choice: the age is taken on the last day of this month or of the one before. */
const birthdayMonth = (id: string): Moment => ({
  settled: id,
  ways: { sameMonth: 'monthEnd', nextMonth: 'beforeMonth' },
})

/** Not dead before the month, or not before its end: whether the month of death itself is paid is a district's choice. */
const aliveInMonth = (id: string): Condition =>
  atLeast(fact('diedOn'), moment({ settled: id, ways: { true: 'monthStart', false: 'nextMonthStart' } }))

const pay = (when: Condition, amount: Quantity): Rule['decision'] => ({
  when,
  gives: { outcome: 'granted', amount },
  otherwise: { outcome: 'notMet' },
})

const CARE_PAY = { doc: 'cq-2022-15', section: '第三章第三节¶1' }
const common = {
  subject: 'person',
  form: 'money',
  jurisdiction: '500000',
  from: day('2022-02-21'),
  outcomes,
  period: 'month',
} as const

const allowanceAge = age(birthdayMonth('old-age-allowance-birthday-month'), 'birthDate')
export const oldAgeAllowance: Rule = {
  ...common,
  id: 'old-age-allowance',
  title: '高龄津贴',
  clauses: [
    CARE_PAY,
    { doc: 'cq-2021-7', section: '二(十三)' },
    { doc: 'cn-basic-2023', section: '国家基本养老服务清单' },
  ],
  facts: [facts.birthDate, facts.ageInsteadOfBirth, facts.householdDivision, facts.diedOn],
  decision: pay(
    all(
      atLeast(allowanceAge, parameter('old-age-allowance-age-80')),
      any(setting('old-age-allowance-place', 'residence'), within('householdDivision')),
      aliveInMonth('old-age-allowance-death-month'),
    ),
    {
      op: 'choose',
      cases: [
        { when: atLeast(allowanceAge, parameter('old-age-allowance-age-100')), gives: yuan('old-age-allowance-100') },
        { when: atLeast(allowanceAge, parameter('old-age-allowance-age-90')), gives: yuan('old-age-allowance-90-99') },
      ],
      otherwise: yuan('old-age-allowance-80-89'),
    },
  ),
  conditions: [],
  reading: '分档年龄来自国家清单和通行做法，标准和计发月份由区县确定。',
}

export const careSubsidy: Rule = {
  ...common,
  id: 'care-subsidy',
  title: '经济困难的高龄失能老年人养老服务补贴',
  clauses: [CARE_PAY, { doc: 'cq-2019-129', section: '二(十九)' }, { doc: 'cq-2021-7', section: '二(十三)' }],
  facts: [facts.birthDate, facts.ageInsteadOfBirth, facts.hardship, facts.careDependency, facts.diedOn],
  decision: pay(
    all(
      atLeast(age(birthdayMonth('care-subsidy-birthday-month'), 'birthDate'), parameter('elder-age-min')),
      hasAny('hardship', { parameter: 'care-subsidy-hardship' }),
      any(
        atLeast(age(birthdayMonth('care-subsidy-birthday-month'), 'birthDate'), parameter('care-subsidy-advanced-age')),
        oneOf('careDependency', { parameter: 'care-subsidy-care-levels' }),
      ),
      aliveInMonth('care-subsidy-death-month'),
    ),
    yuan('care-subsidy-amount'),
  ),
  conditions: ['失能以能力评估结果为准'],
  reading: '经济困难，且高龄或者失能；困难类别、起始年龄、失能等级和标准由区县确定。',
}

export const extremeHardshipCareSubsidy: Rule = {
  ...common,
  id: 'extreme-hardship-care-subsidy',
  title: '特困人员照料护理补贴',
  clauses: [CARE_PAY, { doc: 'cq-2022-15', section: '第三章第二节¶1' }],
  facts: [facts.hardship, facts.careDependency, facts.diedOn],
  decision: pay(all(hasAny('hardship', ['extreme']), aliveInMonth('extreme-hardship-care-death-month')), {
    op: 'choose',
    cases: [
      {
        when: oneOf('careDependency', { parameter: 'extreme-hardship-care-full-levels' }),
        gives: yuan('extreme-hardship-care-full'),
      },
      {
        when: oneOf('careDependency', { parameter: 'extreme-hardship-care-half-levels' }),
        gives: yuan('extreme-hardship-care-half'),
      },
    ],
    otherwise: yuan('extreme-hardship-care-self'),
  }),
  conditions: ['自理能力认定变化的，应在规定时限内重新核定护理档次'],
  reading: '全护理、半护理各对应哪些能力评估等级由区县确定；其余为全自理。',
}

export const disabilityVoucher: Rule = {
  ...common,
  id: 'disability-voucher',
  title: '失能老年人养老服务消费补贴（电子消费券）',
  form: 'voucher',
  jurisdiction: '000000',
  from: day('2026-01-01'),
  clauses: [{ doc: 'cn-voucher-2025-49', section: '对象' }],
  facts: [facts.birthDate, facts.ageInsteadOfBirth, facts.careDependency, facts.diedOn],
  decision: pay(
    all(
      atLeast(age('monthEnd', 'birthDate'), parameter('disability-voucher-age-min')),
      oneOf('careDependency', { parameter: 'disability-voucher-levels' }),
      aliveInMonth('disability-voucher-death-month'),
    ),
    yuan('disability-voucher-ceiling'),
  ),
  conditions: [
    '按常住地，不问户籍',
    '等级标签须已在国家平台显示；没有的，在平台申请评估',
    '不得与本地同类补贴重复享受',
  ],
  reading: '由国家平台以电子消费券发放和核销，本平台只提示资格和上限，不发放现金；上限数额未经核对，由区县设定后显示。',
  link: { label: '“民政通”小程序或 App', url: 'https://www.mca.gov.cn/' },
}

export const schemes: readonly Rule[] = [oldAgeAllowance, careSubsidy, extremeHardshipCareSubsidy, disabilityVoucher]
