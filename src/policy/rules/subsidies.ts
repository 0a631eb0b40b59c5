/** Money for facilities: construction, operation, childcare slots, township centres. */
import {
  all,
  any,
  atLeast,
  fact,
  type Outcome,
  oneOf,
  parameter,
  percent,
  type Rule,
  shareAtLeast,
  some,
  times,
  yes,
  yuan,
} from '../../engines/rulebook/index.ts'
import { day } from '../../platform/clock/day.ts'
import { affordable, newBeds, ownership } from './facts.ts'

const outcomes: Readonly<Record<string, Outcome>> = {
  granted: { applies: true, label: '符合条件，预计可申领' },
  notMet: { applies: false, label: '不符合条件' },
}
const notMet = { outcome: 'notMet' } as const
const SAFE = '项目已建成并符合现行安全和消防标准，以验收为准'
const PRIVATE = '“社会力量举办”按民办理解；公办和公建民营由国家资金另行支持，不在此列。'

const isOwned = oneOf('tenure', ['owned'])

export const constructionSubsidy: Rule = {
  id: 'construction-subsidy',
  title: '市级养老机构建设补贴',
  subject: 'facility',
  form: 'money',
  jurisdiction: '500000',
  from: day('2017-10-24'),
  clauses: [{ doc: 'cq-2017-162', section: '五(二十四)' }],
  facts: [
    ownership,
    { name: 'tenure', type: 'choice', label: '房屋产权', values: { owned: '自有', leased: '租赁' } },
    { name: 'leaseYears', type: 'number', label: '租期', unit: '年', none: '没有租约', max: 100 },
    newBeds,
  ],
  outcomes,
  decision: {
    when: all(
      oneOf('ownership', ['private']),
      any(
        all(isOwned, atLeast(fact('newBeds'), parameter('build-subsidy-owned-min-beds'))),
        all(
          oneOf('tenure', ['leased']),
          atLeast(fact('leaseYears'), parameter('build-subsidy-lease-min-years')),
          atLeast(fact('newBeds'), parameter('build-subsidy-leased-min-beds')),
        ),
      ),
    ),
    gives: {
      outcome: 'granted',
      amount: times(
        {
          op: 'choose',
          cases: [{ when: isOwned, gives: yuan('build-subsidy-owned') }],
          otherwise: yuan('build-subsidy-leased'),
        },
        fact('newBeds'),
      ),
    },
    otherwise: notMet,
  },
  period: null,
  conditions: [SAFE, '金额为预计，经区县核验并公示后由市级财政拨付'],
  reading: PRIVATE,
}

export const bananConstructionTopup: Rule = {
  id: 'banan-construction-topup',
  title: '巴南区社会办养老机构一次性床位补贴',
  subject: 'facility',
  form: 'money',
  jurisdiction: '500113',
  from: day('2021-12-30'),
  clauses: [{ doc: 'bn-2021-74', section: '三(十九)' }],
  facts: [
    ownership,
    newBeds,
    { name: 'receivesCityConstructionSubsidy', type: 'boolean', label: '已享受市级建设补贴' },
  ],
  outcomes,
  decision: {
    when: all(oneOf('ownership', ['private']), yes('receivesCityConstructionSubsidy')),
    gives: { outcome: 'granted', amount: times(yuan('bn-bed-construction-subsidy'), fact('newBeds')) },
    otherwise: notMet,
  },
  period: null,
  conditions: ['在市级建设补贴之上另给，每张床位只给一次'],
  reading: PRIVATE,
}

export const bananOperatingSubsidy: Rule = {
  id: 'banan-operating-subsidy',
  title: '巴南区养老机构入住运营补贴',
  subject: 'facility',
  form: 'money',
  jurisdiction: '500113',
  from: day('2021-12-30'),
  clauses: [{ doc: 'bn-2021-74', section: '三(十九)' }],
  facts: [
    { name: 'inOperation', type: 'boolean', label: '已投入运营' },
    { name: 'beds', type: 'integer', label: '床位', unit: '张' },
    { name: 'residents', type: 'integer', label: '当月入住老年人', unit: '人' },
    { name: 'residentsOfLocalHousehold', type: 'integer', label: '当月入住的巴南区户籍老年人', unit: '人' },
  ],
  outcomes,
  decision: {
    when: all(
      yes('inOperation'),
      some('beds'),
      some('residents'),
      shareAtLeast('residents', 'beds', 'bn-operating-subsidy-occupancy'),
    ),
    gives: { outcome: 'granted', amount: times(yuan('bn-operating-subsidy'), fact('residentsOfLocalHousehold')) },
    otherwise: notMet,
  },
  period: 'month',
  conditions: ['按当月在住的巴南区户籍老年人计，中途入住、离开或死亡的按区的细则'],
  reading:
    '入住率为当月入住人数除以床位数；“达”某一比例含本数。市级规划要求接收外地老年人的机构同等享受运营补贴，两份文件并存，尚无裁决。',
}

export const bananChildcareSlotSubsidy: Rule = {
  id: 'banan-childcare-slot-subsidy',
  title: '巴南区普惠托位一次性补贴',
  subject: 'facility',
  form: 'money',
  jurisdiction: '500113',
  from: day('2021-12-30'),
  clauses: [{ doc: 'bn-2021-74', section: '二(七)' }],
  facts: [
    affordable,
    { name: 'centrallyFunded', type: 'boolean', label: '中央资金支持项目' },
    { name: 'newSlots', type: 'integer', label: '新增托位', unit: '个' },
  ],
  outcomes,
  decision: {
    when: all(yes('affordable'), yes('centrallyFunded')),
    gives: {
      outcome: 'granted',
      amount: times(yuan('bn-nursery-local-subsidy'), fact('newSlots')),
      aside: {
        says: '中央补助部分（另行拨付，不计入区级金额）',
        amount: times(yuan('bn-nursery-central-subsidy'), fact('newSlots')),
      },
    },
    otherwise: notMet,
  },
  period: null,
  conditions: ['托位已建成并通过验收；计划中的托位不计'],
}

export const bananChildcareRentReduction: Rule = {
  id: 'banan-childcare-rent-reduction',
  title: '巴南区普惠托育机构租金减免',
  subject: 'facility',
  form: 'money',
  jurisdiction: '500113',
  from: day('2021-12-30'),
  clauses: [{ doc: 'bn-2021-74', section: '二(六)' }],
  facts: [
    affordable,
    {
      name: 'lessor',
      type: 'choice',
      label: '出租方',
      values: { stateOwnedAssets: '经营性国有资产', stateOwnedEnterprise: '国有企业', other: '其他' },
      none: '没有出租方',
    },
    { name: 'annualRentFen', type: 'fen', label: '年租金', unit: '分' },
  ],
  outcomes: { ...outcomes, granted: { applies: true, label: '可减免租金' } },
  decision: {
    when: all(yes('affordable'), oneOf('lessor', ['stateOwnedAssets'])),
    gives: { outcome: 'granted', amount: percent(parameter('bn-nursery-rent-reduction'), fact('annualRentFen')) },
    otherwise: notMet,
  },
  period: 'year',
  conditions: ['出租方为国有企业的不适用'],
}

export const townshipCentreReward: Rule = {
  id: 'township-centre-reward',
  title: '乡镇养老服务中心及村级互助养老点市级奖补',
  subject: 'project',
  form: 'money',
  jurisdiction: '500000',
  except: { parameter: 'rural-scheme-scope', divisions: ['500103'] },
  from: day('2021-01-29'),
  clauses: [
    { doc: 'cq-2021-7', section: '三(二)' },
    { doc: 'cq-2021-7', section: '一(一)' },
  ],
  facts: [{ name: 'centres', type: 'integer', label: '已建成的乡镇养老服务中心', unit: '个' }],
  outcomes: {
    granted: { applies: true, label: '按平均标准计，由区县统筹使用' },
    verify: { applies: null, label: '区划已调整，文件不能判断是否适用', ask: '重庆市民政局' },
  },
  decision: {
    place: ['liangjiang'],
    gives: {
      outcome: 'verify',
      says: '方案不含当时的两江新区管理区域；2025年11月6日成立的两江新区由原江北区、渝北区等组成',
    },
    otherwise: {
      outcome: 'granted',
      amount: times(yuan('township-centre-reward'), fact('centres')),
      says: '这是平均数：每个中心连同辖区互助点平均计算，由区县统筹使用，不是单个设施的定额',
    },
  },
  period: null,
  conditions: ['先建后补：中心和辖区内的村级互助养老点已建成'],
  reading: '方案适用范围不含渝中区。',
}

export const subsidies: readonly Rule[] = [
  constructionSubsidy,
  bananConstructionTopup,
  bananOperatingSubsidy,
  bananChildcareSlotSubsidy,
  bananChildcareRentReduction,
  townshipCentreReward,
]
