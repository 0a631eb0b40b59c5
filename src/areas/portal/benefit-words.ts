/** What each benefit is, for someone who has never heard of it: a plain name where the rule's title is an office word, and one line. */
export const BENEFIT_WORDS: Readonly<Record<string, { name?: string; what: string; decides: string }>> = {
  'old-age-allowance': { what: '给高龄老人按月发的钱。', decides: '区县民政部门' },
  'care-subsidy': {
    name: '养老服务补贴',
    what: '家里困难、又高龄或失能的老人，按月补贴养老服务的费用。',
    decides: '区县民政部门',
  },
  'extreme-hardship-care-subsidy': { what: '特困老人的照料护理费用。', decides: '区县民政部门' },
  'disability-voucher': {
    name: '失能老人养老服务消费券',
    what: '在国家平台上领的电子消费券，买养老服务时抵扣，不发现金。',
    decides: '国家平台',
  },
  'visit-priority': { name: '定期探访关爱', what: '有人按时上门看望或打电话问候。', decides: '乡镇（街道）' },
  'ability-assessment': { what: '评估人员上门看老人的身体和自理情况，结果用来办其他待遇。', decides: '区县民政部门' },
  'free-health-check': { what: '每年体检，并有固定的家庭医生。', decides: '乡镇卫生院或社区卫生服务中心' },
  'home-adaptation': { what: '给家里装扶手、做防滑，少摔跤。', decides: '区县民政部门' },
  'carer-training': { what: '教家里人怎么照护老人，不收费。', decides: '区县民政部门' },
  'single-child-care-leave': { what: '独生子女照顾生病的父母时，可以请的假。', decides: '子女的工作单位' },
  'long-term-care-insurance': { what: '失能后由保险支付一部分护理费用。', decides: '医疗保障部门' },
}
