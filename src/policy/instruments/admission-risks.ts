import type { Instrument, Item } from '../../engines/instrument/index.ts'

const RISKS: readonly (readonly [code: string, label: string])[] = [
  ['choking', '噎食'],
  ['ingestion', '食品药品误食'],
  ['pressureInjury', '压疮'],
  ['burns', '烫伤'],
  ['bedFall', '坠床'],
  ['fall', '跌倒'],
  ['harm', '他伤和自伤'],
  ['wandering', '走失'],
  ['activity', '文娱活动意外'],
]

const item = ([code, label]: readonly [string, string]): Item => ({
  code,
  label: `${label}风险`,
  options: [
    { points: 0, label: '未见风险' },
    { points: 1, label: '需关注' },
    { points: 2, label: '高风险' },
  ],
  note: '需关注或高风险的，写明防护措施',
})

/** The nine risks that a home assesses before somebody moves in and at least once a year after (GB 38600-2019). */
export const admissionRisks: Instrument = {
  id: 'admission-risks',
  version: 'GB 38600-2019',
  title: '老年人入住服务安全风险评估（九项）',
  source: 'GB 38600-2019《养老机构服务安全基本规范》',
  hasTotal: false,
  levels: ['未见风险', '需关注', '高风险'],
  levelTie: 'mostSevere',
  levelWhen: [
    { level: 2, when: { any: RISKS.map(([code]) => ({ item: code, from: 2 })) } },
    { level: 1, when: { any: RISKS.map(([code]) => ({ item: code, from: 1 })) } },
    { level: 0, when: { all: RISKS.map(([code]) => ({ item: code, to: 0 })) } },
  ],
  readings: ['标准列出九项风险，没有规定统一量表；三档判断由评估人作出，总体结果取最重的一项。'],
  sections: [{ code: 'risks', label: '九项风险', items: RISKS.map(item) }],
}
