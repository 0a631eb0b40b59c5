import type { Instrument, Item, Option } from '../../engines/instrument/index.ts'

/** From what can be done alone down to nothing; the scale of most items. */
const ASSISTANCE = [
  '独立完成',
  '在提示或指导下完成',
  '需要少量帮助，以自己为主',
  '需要大量帮助，本人配合',
  '完全依赖他人，不能配合',
]

/** Options from the most points down to 0. */
const options = (labels: readonly string[]): readonly Option[] =>
  labels.map((label, at) => ({ points: labels.length - 1 - at, label }))
const item = (code: string, label: string, labels: readonly string[] = ASSISTANCE, note?: string): Item => ({
  code,
  label,
  options: options(labels),
  ...(note === undefined ? {} : { note }),
})

const CONTROL_OF_BLADDER = [
  '正常',
  '白天正常，夜间次数多或控制减弱，或能自行使用尿片等用具',
  '白天大多能控制，偶有失禁（每周多于 1 次，每天不到 1 次），或使用用具需少量帮助',
  '白天大多不能控制（每天 1 次以上），或使用用具需大量帮助',
  '完全失禁，或留置导尿管',
]
const CONTROL_OF_BOWEL = [
  '正常',
  '有时便秘或失禁，或能自行使用用具',
  '经常失禁（每周多于 1 次，每天不到 1 次），或需少量帮助',
  '大多失禁（每天 1 次以上），或需大量帮助',
  '严重便秘，或完全失禁',
]

/** What counts as an event of the last 30 days. */
export const EVENTS = [
  { code: 'fall', label: '跌倒' },
  { code: 'wandering', label: '走失' },
  { code: 'choking', label: '噎食' },
  { code: 'selfHarm', label: '自杀、自伤' },
  { code: 'other', label: '其他' },
]

/**
 * GB/T 42195-2022: 26 items, 90 points, the higher the better, five levels. Items, maxima, bands and the three adjustments agree in
 * several independent transcriptions; the wording of the options is ours.
 */
export const gbt42195: Instrument = {
  id: 'gbt42195',
  version: 'GB/T 42195-2022',
  title: '老年人能力评估',
  source: 'GB/T 42195-2022《老年人能力评估规范》附录B、附录C',
  hasTotal: true,
  levels: ['能力完好', '轻度失能', '中度失能', '重度失能', '完全失能'],
  levelTie: 'first',
  levelWhen: [
    { level: 0, when: { total: true, from: 90 } },
    { level: 1, when: { total: true, from: 66, to: 89 } },
    { level: 2, when: { total: true, from: 46, to: 65 } },
    { level: 3, when: { total: true, from: 30, to: 45 } },
    { level: 4, when: { total: true, to: 29 } },
  ],
  circumstances: [
    { code: 'coma', label: '昏迷', kind: 'yesNo', ruledOutWhen: { item: 'B.3.9', from: 1 } },
    { code: 'diagnoses', label: '疾病诊断（ICD-10）', kind: 'codes' },
    {
      code: 'eventsLast30Days',
      label: '近 30 天内的照护风险事件',
      kind: 'counts',
      kinds: EVENTS,
    },
  ],
  adjustments: [
    {
      rule: 'coma',
      label: '处于昏迷状态，直接评定为完全失能',
      when: { stated: 'coma' },
      effect: { to: 4 },
      source: 'GB/T 42195-2022 附录C',
    },
    {
      rule: 'diagnosis',
      label: '确诊痴呆（F00—F03）或专科医生诊断的其他精神和行为障碍（F04—F99），提高一个等级',
      when: { code: 'diagnoses', within: ['F00', 'F99'] },
      effect: { worse: 1 },
      source: 'GB/T 42195-2022 附录C',
    },
    {
      rule: 'events',
      label: '近 30 天内发生过 2 次及以上跌倒、走失、噎食、自杀自伤等事件，提高一个等级',
      when: { count: 'eventsLast30Days', from: 2 },
      effect: { worse: 1 },
      source: 'GB/T 42195-2022 附录C',
    },
  ],
  stackAdjustments: { setting: 'gbt42195-stack-adjustments' },
  readings: ['诊断与事件两项同时成立时，默认只提高一个等级；各地另有规定的，可在规则库设置。'],
  sections: [
    {
      code: 'B.1',
      label: '自理能力',
      items: [
        item('B.1.1', '进食', [
          '独立进食，不呛咳',
          '提示下或自用辅具进食，不呛咳',
          '需要少量帮助，偶有呛咳（每月 1 次以上）',
          '需要大量帮助，经常呛咳（每周 1 次以上）',
          '完全依赖他人，或吞咽困难，或管饲',
        ]),
        item('B.1.2', '修饰'),
        item('B.1.3', '洗澡'),
        item('B.1.4', '穿、脱上衣'),
        item('B.1.5', '穿、脱裤子和鞋袜'),
        item('B.1.6', '小便控制', CONTROL_OF_BLADDER),
        item('B.1.7', '大便控制', CONTROL_OF_BOWEL, '“有时失禁”的频次在公开转录中不一致，待核对标准印本。'),
        item('B.1.8', '如厕'),
      ],
    },
    {
      code: 'B.2',
      label: '基础运动能力',
      items: [
        item('B.2.1', '床上体位转移'),
        item('B.2.2', '床椅转移'),
        item('B.2.3', '平地行走', [
          '独立行走约 50 米，无跌倒风险',
          '能走约 50 米，有跌倒风险，需监护或使用手杖、助行器',
          '需要少量扶持',
          '需要大量扶持',
          '不能行走',
        ]),
        item('B.2.4', '上下楼梯（10—15 级）', [
          '独立完成',
          '在提示下完成',
          '需要帮助，以自己为主',
          '主要或完全依靠他人',
        ]),
      ],
    },
    {
      code: 'B.3',
      label: '精神状态',
      items: [
        item('B.3.1', '时间定向', [
          '清楚年、月，日期可差一天',
          '日期或星期相差两天以上',
          '只知道上半年、下半年或季节',
          '只知道上午、下午、白天或夜间',
          '没有时间观念',
        ]),
        item('B.3.2', '空间定向', [
          '能在附近独自外出',
          '不能独自外出，能说出准确住址',
          '知道大部分住址信息',
          '知道很少住址信息',
          '没有空间观念',
        ]),
        item('B.3.3', '人物定向', [
          '知道同住的人的姓名和关系',
          '知道大部分人',
          '知道一部分人',
          '只认得自己或极少数人',
          '不认得任何人，包括自己',
        ]),
        item('B.3.4', '记忆', [
          '与年龄相符',
          '轻度减退（5 分钟后只记得三个词中的 0—1 个）',
          '中度减退（记不得近事，如上一餐）',
          '重度减退（记不得往事）',
          '完全丧失',
        ]),
        item('B.3.5', '理解能力', ['正常', '需要多些时间', '需要重复或简化', '需要大量帮助', '不能理解']),
        item('B.3.6', '表达能力', ['正常', '需要多些时间', '需要重复或简化', '需要大量帮助', '不能表达']),
        item('B.3.7', '攻击行为', ['近一个月没有', '近一个月有身体或语言攻击']),
        item('B.3.8', '抑郁症状', ['近一个月没有', '近一个月有负性情绪']),
        item(
          'B.3.9',
          '意识水平',
          ['清醒', '嗜睡或意识模糊', '昏睡或昏迷'],
          '选择“昏睡或昏迷”时，请在附加情况中说明是否昏迷。',
        ),
      ],
    },
    {
      code: 'B.4',
      label: '感知觉与社会参与',
      items: [
        item('B.4.1', '视力（可戴眼镜）', ['正常', '能看清大字或分辨物体', '只有光感或形状，或失明']),
        item('B.4.2', '听力（可戴助听器）', [
          '正常',
          '2 米外听不清，需要安静或大声',
          '大声慢说也只能听到一部分，或失聪',
        ]),
        item('B.4.3', '执行日常事务', ['独立完成', '在监护下完成', '需要少量帮助', '需要大量帮助', '完全依赖他人']),
        item('B.4.4', '使用交通工具外出', [
          '能独自骑车或乘坐公共交通',
          '能独自乘坐出租车',
          '有人陪伴时能乘坐公共交通',
          '有人协助才能乘坐出租车或私家车，或不能外出',
        ]),
        item('B.4.5', '社会交往能力', [
          '与人交往得当',
          '能适应简单的交往，主动与人接触',
          '脱离社会，被动，容易上当',
          '勉强与人接触，意思不清',
          '不能与人接触',
        ]),
      ],
    },
  ],
}
