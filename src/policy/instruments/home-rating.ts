import type { Condition, Instrument, Section } from '../../engines/instrument/index.ts'

const PARTS = [
  ['environment', '环境', 120],
  ['equipment', '设施设备', 130],
  ['management', '运营管理', 150],
  ['service', '服务', 600],
] as const

/** A grade asks for a total and for the same share of each part's maximum. */
const GRADES = [
  ['五级', 900, 90],
  ['四级', 780, 80],
  ['三级', 570, 60],
  ['二级', 450, 50],
  ['一级', 360, 40],
] as const

const part = ([code, label, most]: (typeof PARTS)[number]): Section => ({
  code,
  label,
  items: [
    {
      code: `${code}.points`,
      label: `${label}得分`,
      options: Array.from({ length: most + 1 }, (_, points) => ({ points, label: `${points} 分` })),
      evidence: ['file'],
    },
  ],
})

const reaches = (total: number, percent: number): Condition => ({
  all: [
    { total: true, from: total },
    ...PARTS.map(([code, , most]) => ({ section: code, from: (most * percent) / 100 })),
  ],
})

/** Rating of care homes (GB/T 37276-2018): totals of the four parts as the assessing body recorded them. */
export const homeRating: Instrument = {
  id: 'home-rating',
  version: 'GB/T 37276-2018',
  title: '养老机构等级评定（分部得分）',
  source: 'GB/T 37276-2018《养老机构等级划分与评定》',
  hasTotal: true,
  levels: [...GRADES.map(([name]) => name), '未达到一级'],
  levelTie: 'first',
  levelWhen: [
    ...GRADES.map(([, total, percent], level) => ({ level, when: reaches(total, percent) })),
    { level: GRADES.length, when: { total: true, from: 0 } },
  ],
  readings: [
    '总分和各部分最低得分率取自公开的地方实施细则，国家实施指南原文未见；各部分内的评分细项由评定机构的评分表记录，这里填各部分得分。',
  ],
  sections: PARTS.map(part),
}
