/** Procedures that a facility is spared, or must go through, with the clause. */
import {
  all,
  any,
  atLeast,
  atMost,
  before,
  fact,
  lastDayOfYears,
  moment,
  not,
  oneOf,
  parameter,
  type Rule,
  yes,
} from '../../engines/rulebook/index.ts'
import { day } from '../../platform/clock/day.ts'
import { floorArea } from './facts.ts'

const base = { subject: 'facility', form: 'procedure', jurisdiction: '500000', period: null } as const
const FROM_2017 = day('2017-10-24')
const HOUSING = '区县住房和城乡建设委员会'
/** Said with every exemption: a paper is spared, never the standard behind it. */
const STILL_SAFE = '免办手续不免除安全责任，仍须符合现行消防、建筑等安全标准'

export const fireReviewExemption: Rule = {
  ...base,
  id: 'fire-review-exemption',
  title: '免办消防设计审核、验收或备案',
  from: FROM_2017,
  clauses: [{ doc: 'cq-2017-162', section: '二(七)' }],
  facts: [
    { name: 'inUseSince', type: 'day', label: '建成投用日期', none: '尚未投用' },
    { name: 'alteredSince', type: 'boolean', label: '投用后有改扩建、室内外装修或用途变更' },
    floorArea,
    { name: 'investmentFen', type: 'fen', label: '投资额', unit: '分' },
  ],
  outcomes: {
    exempt: { applies: true, label: '不需要办理' },
    required: { applies: false, label: '应依法办理消防审验或备案' },
    verify: { applies: null, label: '职责已转由住房城乡建设部门承担，原免办规定不能直接套用', ask: HOUSING },
  },
  decision: {
    since: 'fire-review-transfer',
    gives: { outcome: 'verify', says: '2020年6月1日起建设工程消防审验由住房城乡建设部门负责，现有文件不能作出判断' },
    before: {
      when: any(
        all(before(fact('inUseSince'), parameter('fire-exempt-before-1998-09-day')), not(yes('alteredSince'))),
        atMost(fact('floorArea'), parameter('fire-exempt-small-area')),
        atMost(fact('investmentFen'), { op: 'yuan', parameter: 'fire-exempt-small-investment' }),
      ),
      gives: { outcome: 'exempt' },
      otherwise: { outcome: 'required' },
    },
  },
  conditions: [STILL_SAFE],
  reading: '面积与投资额满足其一即可，均含本数；投资额以元计，换算为分。',
}

export const environmentRegistration: Rule = {
  ...base,
  id: 'environment-registration',
  title: '环境影响登记表备案',
  from: FROM_2017,
  clauses: [{ doc: 'cq-2017-162', section: '二(七)' }],
  facts: [
    { name: 'registrationFormRequired', type: 'boolean', label: '按分类管理名录需填报环境影响登记表' },
    floorArea,
  ],
  outcomes: {
    filing: { applies: true, label: '备案即可' },
    notCovered: { applies: false, label: '不在本条备案范围内' },
  },
  decision: {
    when: all(yes('registrationFormRequired'), atMost(fact('floorArea'), parameter('eia-form-max-area'))),
    gives: { outcome: 'filing' },
    otherwise: { outcome: 'notCovered' },
  },
  conditions: [STILL_SAFE, '是否需填报登记表以现行名录为准：名录已于2021年修订，请先向区县生态环境局核实'],
}

export const completionAcceptanceWaiver: Rule = {
  ...base,
  id: 'completion-acceptance-waiver',
  title: '免交竣工验收合格证明',
  from: FROM_2017,
  clauses: [{ doc: 'cq-2017-162', section: '二(七)' }],
  facts: [{ name: 'hasPremisesTitle', type: 'boolean', label: '能提供服务设施产权证明' }],
  outcomes: {
    waived: { applies: true, label: '不再要求提供' },
    required: { applies: false, label: '应提供竣工验收合格证明' },
  },
  decision: { when: yes('hasPremisesTitle'), gives: { outcome: 'waived' }, otherwise: { outcome: 'required' } },
  conditions: [STILL_SAFE],
}

const waivedPapers = '免交近期动迁计划说明、临时改变建筑使用功能说明、环评审批文件或备案回执'
export const conversionPaperWaiver: Rule = {
  ...base,
  id: 'conversion-paper-waiver',
  title: '既有建筑改造免交三项材料',
  from: day('2019-12-30'),
  clauses: [{ doc: 'cq-2019-129', section: '二(四)' }],
  facts: [
    {
      name: 'conversion',
      type: 'choice',
      label: '改造方式',
      values: { standaloneBuilding: '独栋建筑', partOfFloors: '建筑物内部分楼层', other: '其他' },
      none: '没有改造',
    },
    floorArea,
    { name: 'meetsNationalStandards', type: 'boolean', label: '符合国家相关标准' },
  ],
  outcomes: {
    waived: { applies: true, label: waivedPapers },
    required: { applies: false, label: '应提供三项材料' },
    verify: { applies: null, label: '面积上限是否也限制部分楼层，原文不明确', ask: '区县民政局' },
  },
  decision: {
    when: all(yes('meetsNationalStandards'), oneOf('conversion', ['standaloneBuilding', 'partOfFloors'])),
    gives: {
      when: atMost(fact('floorArea'), parameter('retrofit-doc-waiver-area')),
      gives: { outcome: 'waived' },
      otherwise: {
        when: oneOf('conversion', ['partOfFloors']),
        gives: { outcome: 'verify' },
        otherwise: { outcome: 'required' },
      },
    },
    otherwise: { outcome: 'required' },
  },
  conditions: [STILL_SAFE],
}

export const internalClinicProcedure: Rule = {
  ...base,
  id: 'internal-clinic-procedure',
  title: '养老机构内设医疗机构的手续',
  from: FROM_2017,
  clauses: [
    { doc: 'cq-2019-129', section: '二(十七)' },
    { doc: 'cq-2017-162', section: '四(十九)' },
  ],
  facts: [
    {
      name: 'clinicKind',
      type: 'choice',
      label: '内设医疗机构类别',
      values: {
        clinic: '诊所、卫生所（室）',
        infirmary: '医务室',
        nursingStation: '护理站',
        outpatientDepartment: '门诊部',
        nursingHospital: '护理院',
        rehabilitationHospital: '康复医院',
        tcmHospital: '中医医院',
      },
      none: '不设',
      noneAsks: true,
    },
  ],
  outcomes: {
    filing: { applies: true, label: '不再审批，备案管理' },
    approval: { applies: true, label: '向区县卫生健康部门申请设置和执业登记' },
  },
  decision: {
    since: 'internal-clinic-filing',
    gives: {
      when: oneOf('clinicKind', ['clinic', 'infirmary', 'nursingStation']),
      gives: { outcome: 'filing' },
      otherwise: {
        outcome: 'approval',
        says: '2017年文件所定的10个工作日批复时限已于2019年12月30日止，现行时限以卫生健康部门公布为准',
      },
    },
    before: { outcome: 'approval', says: '卫生健康部门应在受理设置申请后10个工作日内批复' },
  },
  conditions: [STILL_SAFE],
}

export const branchSiteFiling: Rule = {
  ...base,
  id: 'branch-site-filing',
  title: '住所外经营场所备案',
  from: FROM_2017,
  clauses: [
    { doc: 'cq-2017-162', section: '二(四)' },
    { doc: 'cq-2019-129', section: '二(八)' },
  ],
  facts: [{ name: 'sameRegistrationDistrict', type: 'boolean', label: '经营场所与住所属同一登记管辖区域' }],
  outcomes: {
    filing: { applies: true, label: '申请备案，不再办理分支机构登记' },
    registration: { applies: false, label: '应办理分支机构登记' },
  },
  decision: {
    when: yes('sameRegistrationDistrict'),
    gives: { outcome: 'filing' },
    otherwise: { outcome: 'registration' },
  },
  conditions: [STILL_SAFE],
}

const isHotel = oneOf('conversion', ['economyHotel'])
/** The grace is counted from the day on which the use began: whole years, of which the last day still counts. */
const graceUntil = lastDayOfYears(fact('startedOn'), {
  op: 'choose',
  cases: [{ when: isHotel, gives: parameter('hotel-conversion-grace') }],
  otherwise: parameter('land-rent-grace-period'),
})

export const temporaryUseFiveYears: Rule = {
  ...base,
  id: 'temporary-use-five-years',
  title: '转型使用五年内暂不办理土地和房产功能变更',
  from: FROM_2017,
  clauses: [{ doc: 'cq-2017-162', section: '五(二十三)' }],
  facts: [
    {
      name: 'conversion',
      type: 'choice',
      label: '转型方式',
      values: { economyHotel: '经济型酒店等非民用房转型', idlePremises: '闲置厂房、学校、社区用房等改造' },
      none: '没有转型',
    },
    { name: 'startedOn', type: 'day', label: '开始用于养老服务的日期', none: '尚未开始' },
    { name: 'filedWithDepartments', type: 'boolean', label: '已报民政、住建、规划自然资源等部门备案' },
    { name: 'inAllocationCatalogue', type: 'boolean', label: '符合《划拨用地目录》' },
    { name: 'yearsOfContinuousOperation', type: 'number', label: '连续经营年限', unit: '年', max: 200 },
  ],
  outcomes: {
    withinGrace: { applies: true, label: '期限内，可暂不办理变更，不增收土地收益' },
    graceEnded: { applies: false, label: '五年期已满，继续使用的按规定办理变更' },
    notMet: { applies: false, label: '不符合条件' },
  },
  decision: {
    when: all(
      any(
        all(isHotel, yes('filedWithDepartments')),
        all(
          oneOf('conversion', ['idlePremises']),
          yes('inAllocationCatalogue'),
          atLeast(fact('yearsOfContinuousOperation'), parameter('land-rent-grace-min-operation')),
        ),
      ),
      atMost(fact('startedOn'), moment('on')),
    ),
    gives: {
      when: atMost(moment('on'), graceUntil),
      gives: { outcome: 'withinGrace', lastDay: graceUntil },
      otherwise: { outcome: 'graceEnded', lastDay: graceUntil },
    },
    otherwise: { outcome: 'notMet' },
  },
  conditions: [STILL_SAFE],
  reading: '五年自开始用于养老服务之日起算，届满前一日为最后一日。',
}

export const procedures: readonly Rule[] = [
  fireReviewExemption,
  environmentRegistration,
  completionAcceptanceWaiver,
  conversionPaperWaiver,
  internalClinicProcedure,
  branchSiteFiling,
  temporaryUseFiveYears,
]
