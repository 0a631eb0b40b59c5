import type { Instrument, Item } from '../../engines/instrument/index.ts'

const item = (code: string, label: string, labels: readonly [string, string, string], note?: string): Item => ({
  code,
  label,
  options: labels.map((each, points) => ({ points, label: each })),
  ...(note === undefined ? {} : { note }),
})

/** Where the worst answer alone means that somebody has to look at once. */
const AT_ONCE = ['V.1', 'V.2', 'V.3', 'V.4', 'V.5'] as const

/**
 * The eight questions of a welfare visit (UX F03). No document words them: they are ours, made so that each answer leads to an act. 0 is well, 1 asks
 * for a next step, 2 is bad; the worst answer decides the level.
 */
const version1: Instrument = {
  id: 'welfare-visit',
  version: '1',
  title: '巡访八问',
  source: '本系统编写，参照民发〔2022〕73号所列探访内容',
  hasTotal: false,
  levels: ['平稳', '需要跟进', '危险'],
  levelTie: 'mostSevere',
  sections: [
    {
      code: 'V',
      label: '近况',
      items: [
        item('V.1', '精神和神志怎样？', ['和平时一样', '比平时差一些', '叫不应、说胡话或很没精神']),
        item('V.2', '吃饭喝水怎样？', ['正常', '吃得少或只吃剩饭', '断粮断水，或一天以上没吃']),
        item('V.3', '走动怎样，摔过跤吗？', ['没有摔跤', '走不稳，或摔过但能活动', '摔伤了，或起不来']),
        item('V.4', '看病吃药怎样？', ['按时吃药，没有不适', '药快没了，或有小毛病', '病得重，或停了要紧的药']),
        item('V.5', '房屋和水电气火安全吗？', ['安全', '有隐患，需要处理', '马上有危险']),
        item('V.6', '日常有人照料吗？', ['有人照料', '照料不够', '没有人照料']),
        item('V.7', '子女或赡养人联系多吗？', ['常联系', '很少联系', '没有联系，或不管不问']),
        item('V.8', '心情怎样？', ['还好', '常觉得孤单、发愁', '说过不想活，或整天哭泣']),
      ],
    },
  ],
  levelWhen: [
    { level: 2, when: { any: [...AT_ONCE, 'V.8'].map((code) => ({ item: code, from: 2 })) } },
    {
      level: 1,
      when: { any: ['V.1', 'V.2', 'V.3', 'V.4', 'V.5', 'V.6', 'V.7', 'V.8'].map((code) => ({ item: code, from: 1 })) },
    },
    { level: 0, when: { all: [] } },
  ],
}

/** Every version that a record may name; a changed form joins the old one. */
const versions: readonly Instrument[] = [version1]

export const currentQuestions: Instrument = version1

/** The level at which somebody has to look at once. */
export const DANGER_LEVEL = 2

export const findQuestions = (id: string, version: string): Instrument | undefined =>
  versions.find((each) => each.id === id && each.version === version)
