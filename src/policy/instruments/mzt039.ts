import type { Condition, Instrument, Item } from '../../engines/instrument/index.ts'
import { EVENTS } from './gbt42195.ts'

/** A Barthel item in steps of five, the higher the better. */
const daily = (code: string, label: string, most: 5 | 10 | 15): Item => ({
  code,
  label,
  options: [15, 10, 5, 0].filter((points) => points <= most).map((points) => ({ points, label: `${points} 分` })),
})
/** An item of the other three domains, the higher the worse. */
const worse = (code: string, label: string, labels: readonly string[]): Item => ({
  code,
  label,
  options: labels.map((each, points) => ({ points, label: each })),
})
const severity = ['无', '轻度', '中度', '重度', '极重度']

const [consciousness, vision, hearing, speech] = ['B.3.1', 'B.3.2', 'B.3.3', 'B.3.4'] as const
const upTo = (item: string, to: number): Condition => ({ item, to })
const alert = upTo(consciousness, 0)

const domain = (code: string, from: number, to = from): Condition => ({ domain: code, from, to })
const others = ['M', 'P', 'S']
const anyOther = (from: number, to = from): Condition => ({ any: others.map((code) => domain(code, from, to)) })

/**
 * MZ/T 039-2013, for reading old results only: 22 items, four domains, four levels. The source's combination is no function: 9 of the
 * 256 combinations match no row and 60 match two. Where two rows match, the more severe is taken; A = 2 without a row is level 2,
 * and an intact person with S = 3 is level 1. The level that was recorded at the time stays authoritative.
 */
export const mzt039: Instrument = {
  id: 'mzt039',
  version: 'MZ/T 039-2013',
  title: '老年人能力评估（2013 年行业标准，仅用于查阅旧结果）',
  source: 'MZ/T 039-2013《老年人能力评估》',
  hasTotal: false,
  levels: ['能力完好', '轻度失能', '中度失能', '重度失能'],
  levelTie: 'mostSevere',
  domains: [
    {
      code: 'A',
      label: '日常生活活动',
      grades: [
        { grade: 0, when: { section: 'B.1', from: 100 } },
        { grade: 1, when: { section: 'B.1', from: 65 } },
        { grade: 2, when: { section: 'B.1', from: 45 } },
        { grade: 3, when: { section: 'B.1', to: 40 } },
      ],
    },
    {
      code: 'M',
      label: '精神状态',
      grades: [
        { grade: 0, when: { section: 'B.2', to: 0 } },
        { grade: 1, when: { section: 'B.2', to: 1 } },
        { grade: 2, when: { section: 'B.2', to: 3 } },
        { grade: 3, when: { section: 'B.2', from: 4 } },
      ],
    },
    {
      code: 'P',
      label: '感知觉与沟通',
      grades: [
        {
          grade: 3,
          when: {
            any: [
              { item: consciousness, from: 2 },
              { item: vision, from: 4 },
              { item: hearing, from: 4 },
              { item: speech, from: 3 },
            ],
          },
        },
        { grade: 0, when: { all: [alert, upTo(vision, 1), upTo(hearing, 1), upTo(speech, 0)] } },
        { grade: 1, when: { all: [alert, upTo(vision, 2), upTo(hearing, 2), upTo(speech, 1)] } },
        { grade: 2, when: { all: [upTo(consciousness, 1), upTo(vision, 3), upTo(hearing, 3), upTo(speech, 2)] } },
      ],
    },
    {
      code: 'S',
      label: '社会参与',
      grades: [
        { grade: 0, when: { section: 'B.4', to: 2 } },
        { grade: 1, when: { section: 'B.4', to: 7 } },
        { grade: 2, when: { section: 'B.4', to: 13 } },
        { grade: 3, when: { section: 'B.4', from: 14 } },
      ],
    },
  ],
  levelWhen: [
    { level: 0, when: { all: [domain('A', 0), domain('M', 0), domain('P', 0), domain('S', 0, 1)] } },
    { level: 1, when: { all: [domain('A', 0), { any: [domain('M', 1, 3), domain('P', 1, 3), domain('S', 2)] }] } },
    { level: 1, when: { all: [domain('A', 1), anyOther(0, 1)] } },
    {
      level: 2,
      when: { all: [domain('A', 1), { any: [{ all: others.map((code) => domain(code, 2)) }, anyOther(3)] }] },
    },
    { level: 2, when: { all: [domain('A', 2), { of: others.map((code) => domain(code, 1, 2)), least: 1, most: 2 }] } },
    { level: 3, when: domain('A', 3) },
    { level: 3, when: { all: ['A', ...others].map((code) => domain(code, 2)) } },
    { level: 3, when: { all: [domain('A', 2), anyOther(3)] } },
    // Not in the source: the combinations that it leaves out.
    { level: 1, when: { all: [domain('A', 0), domain('M', 0), domain('P', 0), domain('S', 3)] } },
    { level: 2, when: domain('A', 2) },
  ],
  circumstances: [
    { code: 'coma', label: '昏迷', kind: 'yesNo', ruledOutWhen: upTo(consciousness, 2) },
    { code: 'diagnoses', label: '疾病诊断（ICD-10）', kind: 'codes' },
    { code: 'eventsLast30Days', label: '近 30 天内的意外事件', kind: 'counts', kinds: EVENTS },
  ],
  // How the 2013 standard changes a level could not be checked: nobody's level is changed before an installation says so.
  adjustments: [
    {
      rule: 'coma',
      label: '处于昏迷状态，评定为重度失能',
      when: { all: [{ stated: 'coma' }, { isSet: 'mzt039-adjustments' }] },
      effect: { to: 3 },
      source: 'MZ/T 039-2013（未核对印本）',
    },
    {
      rule: 'diagnosis',
      label: '确诊认知障碍或精神疾病，提高一个等级',
      when: { all: [{ code: 'diagnoses', within: ['F00', 'F99'] }, { isSet: 'mzt039-adjustments' }] },
      effect: { worse: 1 },
      source: 'MZ/T 039-2013（未核对印本）',
    },
    {
      rule: 'events',
      label: '近 30 天内发生过 2 次及以上意外事件，提高一个等级',
      when: { all: [{ count: 'eventsLast30Days', from: 2 }, { isSet: 'mzt039-adjustments' }] },
      effect: { worse: 1 },
      source: 'MZ/T 039-2013（未核对印本）',
    },
  ],
  stackAdjustments: { setting: 'gbt42195-stack-adjustments' },
  readings: [
    '组合表有 9 种组合没有对应等级、60 种同时对应两个等级：同时对应的取较重的；日常生活活动为中度受损而无对应的定为中度；仅社会参与重度受损的定为轻度。',
    '当年评定记录的等级优先于重算结果；下次评估应改用 GB/T 42195。',
  ],
  sections: [
    {
      code: 'B.1',
      label: '日常生活活动',
      items: [
        daily('B.1.1', '进食', 10),
        daily('B.1.2', '洗澡', 5),
        daily('B.1.3', '修饰', 5),
        daily('B.1.4', '穿衣', 10),
        daily('B.1.5', '大便控制', 10),
        daily('B.1.6', '小便控制', 10),
        daily('B.1.7', '如厕', 10),
        daily('B.1.8', '床椅转移', 15),
        daily('B.1.9', '平地行走', 15),
        daily('B.1.10', '上下楼梯', 10),
      ],
    },
    {
      code: 'B.2',
      label: '精神状态',
      items: [
        worse('B.2.1', '认知功能', severity.slice(0, 3)),
        worse('B.2.2', '攻击行为', severity.slice(0, 3)),
        worse('B.2.3', '抑郁症状', severity.slice(0, 3)),
      ],
    },
    {
      code: 'B.3',
      label: '感知觉与沟通',
      items: [
        worse(consciousness, '意识水平', ['清醒', '嗜睡', '昏睡', '昏迷']),
        worse(vision, '视力', severity),
        worse(hearing, '听力', severity),
        worse(speech, '沟通交流', severity.slice(0, 4)),
      ],
    },
    {
      code: 'B.4',
      label: '社会参与',
      items: [
        worse('B.4.1', '生活能力', severity),
        worse('B.4.2', '工作能力', severity),
        worse('B.4.3', '时间、空间定向', severity),
        worse('B.4.4', '人物定向', severity),
        worse('B.4.5', '社会交往能力', severity),
      ],
    },
  ],
}
