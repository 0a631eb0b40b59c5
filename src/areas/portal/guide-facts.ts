import { BENEFIT_WORDS } from './benefit-words.ts'
import type { Guide } from './contract.ts'

const UNPUBLISHED = '未公布'

/** Lines of a rule that speak of its text stand with the clauses, the others say who may. */
export const whoMay = ({ lines }: Guide) => lines.filter((line) => !/^(依据|施行|核对)：/.test(line))
export const aboutTheText = ({ lines }: Guide) => lines.filter((line) => /^(施行|核对)：/.test(line))

const COUNTS = { working: '个工作日', calendar: '天' } as const
const HOW = {
  register: '不用申请，符合条件的按月核定发放。',
  application: '要先申请，批准后发放。',
  consent: '不用填表，本人同意后发放。',
} as const

/** 多久、多少钱、在哪办: what a district has not set stays 未公布. */
export function guideFacts(of: Guide): { readonly label: string; readonly value: string }[] {
  const decides = BENEFIT_WORDS[of.scheme]?.decides
  const where = {
    here: '在线申请，或到住处所在的乡镇（街道）便民服务中心',
    office: '由养老机构在办公端申报，或到区县民政部门',
    elsewhere: `${decides ?? '当地'}办理，这里不受理`,
  } as const
  return [
    { label: '怎么发', value: of.claim === null ? UNPUBLISHED : HOW[of.claim] },
    { label: '法定时限', value: UNPUBLISHED },
    ...of.terms.map((term) => ({
      label: term.label,
      value: term.days === null ? UNPUBLISHED : `承诺 ${term.days} ${COUNTS[term.counts]}`,
    })),
    { label: '费用', value: '文件没有规定收费' },
    { label: '在哪办', value: where[of.applied] },
    { label: '电话', value: '12345；当地受理电话未公布' },
    ...(decides === undefined ? [] : [{ label: '由谁决定', value: decides }]),
  ]
}
