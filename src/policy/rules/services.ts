/** Services and arrangements that P02 shows beside the allowances: who may ask for them, never how much. */
import {
  age,
  all,
  atLeast,
  hasAny,
  type Outcome,
  oneOf,
  parameter,
  type Rule,
  yes,
} from '../../engines/rulebook/index.ts'
import { day } from '../../platform/clock/day.ts'
import * as facts from './facts.ts'

const outcomes: Readonly<Record<string, Outcome>> = {
  available: { applies: true, label: '可以申请' },
  notMet: { applies: false, label: '暂时不符合条件' },
}
const plan = (section: string) => [{ doc: 'cq-2022-15', section }]
const common = {
  subject: 'person',
  form: 'service',
  jurisdiction: '500000',
  from: day('2022-02-21'),
  outcomes,
  period: null,
  conditions: [] as string[],
} as const
const when = (of: Parameters<typeof all>[0]): Rule['decision'] => ({
  when: of,
  gives: { outcome: 'available' },
  otherwise: { outcome: 'notMet' },
})
const ageAtLeast = (id: string) => atLeast(age('on', 'age'), parameter(id))

export const abilityAssessment: Rule = {
  ...common,
  id: 'ability-assessment',
  title: '老年人能力综合评估',
  clauses: plan('第三章第一节¶2'),
  facts: [facts.age],
  decision: when(ageAtLeast('assessment-80plus-age')),
  reading: '规划要求80周岁及以上基本全覆盖；年龄更小而有失能情形的，可向乡镇（街道）提出评估。',
}

export const healthCheck: Rule = {
  ...common,
  id: 'free-health-check',
  title: '免费健康体检与家庭医生签约',
  clauses: [...plan('第七章第二节¶1'), { doc: 'cq-2022-15', section: '第一章第一节¶2' }],
  facts: [facts.age],
  decision: when(ageAtLeast('free-exam-65plus')),
}

export const homeAdaptation: Rule = {
  ...common,
  id: 'home-adaptation',
  title: '居家适老化改造',
  clauses: plan('第四章第三节¶1'),
  facts: [facts.hardship, facts.careDependency],
  decision: when(all(hasAny('hardship', ['extreme']), oneOf('careDependency', facts.DEPENDENT))),
  conditions: ['征得房屋产权人和相邻权人同意'],
}

export const carerTraining: Rule = {
  ...common,
  id: 'carer-training',
  title: '家庭照护者免费技能培训',
  from: day('2017-10-24'),
  clauses: [{ doc: 'cq-2017-162', section: '三(十一)' }],
  facts: [facts.careDependency],
  decision: when(oneOf('careDependency', facts.DEPENDENT)),
}

export const careLeave: Rule = {
  ...common,
  id: 'single-child-care-leave',
  title: '独生子女父母护理假',
  clauses: plan('第四章第一节¶2'),
  facts: [{ name: 'onlyChild', type: 'boolean', label: '子女为独生子女' }],
  decision: when(yes('onlyChild')),
  reading: '天数文件未写，以用人单位和人力社保部门的规定为准。',
}

export const longTermCareInsurance: Rule = {
  ...common,
  id: 'long-term-care-insurance',
  title: '长期护理保险',
  clauses: plan('第三章第三节¶1'),
  facts: [
    {
      name: 'medicalInsurance',
      type: 'choice',
      label: '基本医疗保险',
      values: { employee: '职工医保', resident: '居民医保' },
      none: '没有参保',
    },
    facts.careDependency,
  ],
  decision: when(all(oneOf('medicalInsurance', ['employee']), oneOf('careDependency', facts.DEPENDENT))),
  conditions: ['失能等级由医疗保障部门评定，向医疗保障经办机构申请'],
  reading: '目前面向职工医保参保人；评定标准与能力评估不同，以医疗保障部门的结论为准。',
}

export const services: readonly Rule[] = [
  abilityAssessment,
  healthCheck,
  homeAdaptation,
  carerTraining,
  careLeave,
  longTermCareInsurance,
]
