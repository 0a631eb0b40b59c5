/** Who is on the plan's list and on the national one: two lists, both computed; which one drives monthly visits is a district's choice. */
import {
  age,
  all,
  any,
  atLeast,
  atMost,
  type Condition,
  fact,
  hasAny,
  kind,
  type Outcome,
  oneOf,
  parameter,
  present,
  type Rule,
} from '../../engines/rulebook/index.ts'
import { day } from '../../platform/clock/day.ts'
import * as facts from './facts.ts'

const outcomes: Readonly<Record<string, Outcome>> = {
  listed: { applies: true, label: '属于清单所列对象' },
  notMet: { applies: false, label: '不属于清单所列对象' },
}
const rowFacts = [
  facts.age,
  facts.hardship,
  facts.livingArrangement,
  facts.careDependency,
  facts.disabilityGrade,
  facts.specialOneChildFamily,
]
const isElder = atLeast(age('on', 'age'), parameter('elder-age-min'))
const isDependent = oneOf('careDependency', facts.DEPENDENT)
const specialFamily = kind(
  'specialOneChildFamily',
  '计划生育特殊家庭',
  oneOf('specialOneChildFamily', ['bereaved', 'disabledChild']),
)
const list = (of: Condition): Rule['decision'] => ({
  when: of,
  gives: { outcome: 'listed' },
  otherwise: { outcome: 'notMet' },
})

export const specialDifficulty: Rule = {
  id: 'special-difficulty',
  title: '特殊困难老年人（规划所列）',
  subject: 'person',
  form: 'list',
  jurisdiction: '500000',
  from: day('2022-02-21'),
  clauses: [{ doc: 'cq-2022-15', section: '第三章第一节¶1' }],
  facts: rowFacts,
  outcomes,
  decision: list(
    all(
      isElder,
      any(
        specialFamily,
        all(
          hasAny('hardship', { parameter: 'special-difficulty-hardship' }),
          any(
            kind('emptyNest', '经济困难的空巢', hasAny('livingArrangement', ['emptyNest', 'alone', 'kinless'])),
            kind('leftBehind', '经济困难的留守', hasAny('livingArrangement', ['leftBehind'])),
            kind('careDependent', '经济困难的失能', isDependent),
            kind('disabled', '经济困难的残疾', present('disabilityGrade')),
            kind(
              'advancedAge',
              '经济困难的高龄',
              atLeast(age('on', 'age'), parameter('special-difficulty-advanced-age')),
            ),
          ),
        ),
      ),
    ),
  ),
  period: null,
  conditions: [],
  reading:
    '“经济困难”修饰空巢、留守、失能、残疾、高龄各项；除建档立卡外的任一困难类别为经济困难；独居、孤寡按空巢对待；失能为轻度及以上；高龄为80周岁；计划生育特殊家庭单列。老年人为60周岁及以上。',
}

export const visitPriority: Rule = {
  id: 'visit-priority',
  title: '探访关爱的特殊困难老年人（国家所列）',
  subject: 'person',
  form: 'list',
  jurisdiction: '000000',
  from: day('2022-10-01'),
  clauses: [{ doc: 'cn-visits-2022-73', section: '对象' }],
  facts: rowFacts,
  outcomes,
  decision: list(
    all(
      isElder,
      any(
        kind('alone', '独居', hasAny('livingArrangement', ['alone', 'kinless'])),
        kind('emptyNest', '空巢', hasAny('livingArrangement', ['emptyNest'])),
        kind('leftBehind', '留守', hasAny('livingArrangement', ['leftBehind'])),
        kind('careDependent', '失能', isDependent),
        kind('severelyDisabled', '重残', atMost(fact('disabilityGrade'), parameter('visit-priority-severe-grade-max'))),
        specialFamily,
      ),
    ),
  ),
  period: null,
  conditions: [],
  reading:
    '不问经济状况；重残为残疾一级、二级；孤寡按独居对待；失能为轻度及以上；施行日只知为2022年10月，按当月1日计。',
}

export const lists: readonly Rule[] = [specialDifficulty, visitPriority]
