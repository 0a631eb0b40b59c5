/** Facts that several rules share: one name, one meaning, one Chinese word. */
import type { Fact } from '../../engines/rulebook/index.ts'

export const ownership: Fact = {
  name: 'ownership',
  type: 'choice',
  label: '举办性质',
  values: { public: '公办', private: '民办', publicPrivatelyRun: '公建民营' },
}
export const newBeds: Fact = { name: 'newBeds', type: 'integer', label: '新增床位', unit: '张' }
export const affordable: Fact = { name: 'affordable', type: 'boolean', label: '普惠性托育机构' }
export const floorArea: Fact = { name: 'floorArea', type: 'number', label: '建筑面积', unit: '平方米' }

export const birthDate: Fact = { name: 'birthDate', type: 'day', label: '出生日期', always: true }
export const age: Fact = {
  name: 'age',
  type: 'integer',
  label: '周岁年龄（所问之日）',
  unit: '周岁',
  max: 130,
  always: true,
}
export const ageInsteadOfBirth: Fact = { ...age, insteadOf: 'birthDate' }
export const diedOn: Fact = { name: 'diedOn', type: 'day', label: '死亡日期', none: '没有死亡记录', leftOut: 'none' }
export const hardship: Fact = {
  name: 'hardship',
  type: 'tags',
  label: '困难类别',
  none: '已核查，不属于困难对象',
  values: {
    extreme: '特困',
    subsistence: '低保',
    subsistenceMargin: '低保边缘',
    lowIncome: '低收入',
    unstableAfterPoverty: '脱贫不稳定户',
    proneToPoverty: '边缘易致贫户',
    registeredPoor: '建档立卡',
  },
}
export const livingArrangement: Fact = {
  name: 'livingArrangement',
  type: 'tags',
  label: '居住状况',
  none: '已核查，无所列情形',
  values: {
    emptyNest: '空巢',
    alone: '独居',
    leftBehind: '留守',
    kinless: '孤寡',
    withFamily: '与家人同住',
    institution: '住养老机构',
  },
}
export const careDependency: Fact = {
  name: 'careDependency',
  type: 'choice',
  label: '能力评估等级',
  none: '能力完好',
  values: { none: '能力完好', mild: '轻度失能', moderate: '中度失能', severe: '重度失能', total: '完全失能' },
}
export const disabilityGrade: Fact = {
  name: 'disabilityGrade',
  type: 'integer',
  label: '残疾等级',
  unit: '级',
  min: 1,
  max: 4,
  none: '无残疾证',
}
export const specialOneChildFamily: Fact = {
  name: 'specialOneChildFamily',
  type: 'choice',
  label: '计划生育特殊家庭',
  none: '不是',
  values: { none: '不是', bereaved: '独生子女死亡', disabledChild: '独生子女伤残' },
}
export const householdDivision: Fact = { name: 'householdDivision', type: 'division', label: '户籍地', none: '无户籍' }

/** Any level of the ability scale but 能力完好. */
export const DEPENDENT = ['mild', 'moderate', 'severe', 'total'] as const
