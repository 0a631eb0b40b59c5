import type { Condition, Domain, Instrument, Item } from '../../engines/instrument/index.ts'

const item = (code: string, label: string, points: readonly number[]): Item => ({
  code,
  label,
  options: points.map((each) => ({ points: each, label: `${each} 分` })),
})
const FOUR = [4, 3, 2, 1, 0]

/** Grades by three lowest sums, each a setting: the bands could not be checked in the printed annex. */
const domain = (code: string, label: string, name: string): Domain => ({
  code,
  label,
  grades: [
    { grade: 0, when: { section: code, from: { setting: `ltci-${name}-intact-min` } } },
    { grade: 1, when: { section: code, from: { setting: `ltci-${name}-mild-min` } } },
    { grade: 2, when: { section: code, from: { setting: `ltci-${name}-moderate-min` } } },
    { grade: 3, when: { all: [] } },
  ],
})

/** Names of the grades as they stand in the ids of the settings. */
export const GRADES = ['intact', 'mild', 'moderate', 'severe'] as const
/** The two cells that a public worked example confirms; every other one is a setting. */
const CONFIRMED: Readonly<Record<string, number>> = { 'moderate-mild': 2, 'severe-mild': 3 }

const cells = GRADES.flatMap((daily, row) =>
  GRADES.map((other, column) => {
    const when: Condition = {
      all: [
        { domain: 'L.1', from: row, to: row },
        { worstOf: ['L.2', 'L.3'], from: column, to: column },
      ],
    }
    return { level: CONFIRMED[`${daily}-${other}`] ?? { setting: `ltci-level-${daily}-${other}` }, when }
  }),
)

/**
 * Grading of disability for long-term care insurance (医保办发〔2021〕37号): 17 items in three domains, combined by a table. Items and points
 * agree in two transcriptions; the bands of the domains and all cells but two are not verified, so they are settings that block.
 */
export const ltci: Instrument = {
  id: 'ltci',
  version: '医保办发〔2021〕37号（试行）',
  title: '长期护理失能等级评估',
  source: '医保办发〔2021〕37号《长期护理失能等级评估标准（试行）》',
  hasTotal: false,
  levels: ['基本正常', '轻度失能', '中度失能', '重度失能Ⅰ级', '重度失能Ⅱ级', '重度失能Ⅲ级'],
  levelTie: 'first',
  domains: [
    domain('L.1', '日常生活活动能力', 'daily'),
    domain('L.2', '认知能力', 'cognition'),
    domain('L.3', '感知觉与沟通能力', 'perception'),
  ],
  levelWhen: cells,
  readings: ['各领域的分数界限和组合表的多数格未能与印发文本核对，未设置时不出等级。'],
  sections: [
    {
      code: 'L.1',
      label: '日常生活活动能力',
      items: [
        item('L.1.1', '进食', [10, 5, 0]),
        item('L.1.2', '穿衣', [10, 5, 0]),
        item('L.1.3', '面部与口腔清洁', [5, 0]),
        item('L.1.4', '大便控制', [10, 5, 0]),
        item('L.1.5', '小便控制', [10, 5, 0]),
        item('L.1.6', '用厕', [10, 5, 0]),
        item('L.1.7', '平地行走', [15, 10, 5, 0]),
        item('L.1.8', '床椅转移', [15, 10, 5, 0]),
        item('L.1.9', '上下楼', [10, 5, 0]),
        item('L.1.10', '洗澡', [5, 0]),
      ],
    },
    {
      code: 'L.2',
      label: '认知能力',
      items: [
        item('L.2.1', '时间定向', FOUR),
        item('L.2.2', '人物定向', FOUR),
        item('L.2.3', '空间定向', FOUR),
        item('L.2.4', '记忆力', FOUR),
      ],
    },
    {
      code: 'L.3',
      label: '感知觉与沟通能力',
      items: [item('L.3.1', '视力', FOUR), item('L.3.2', '听力', FOUR), item('L.3.3', '沟通能力', FOUR)],
    },
  ],
}
