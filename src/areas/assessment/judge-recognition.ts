import type { SettingOf } from '../../engines/instrument/index.ts'
import type { Day } from '../../platform/clock/day.ts'

/** A result from elsewhere as it was handed in, and what was found out about it. */
export type Report = {
  /** Six digits of the place that issued it; the first two say the province. */
  readonly jurisdiction: string
  /** Whether the issuer stands on our list on the day of the assessment. */
  readonly issuerKnown: boolean
  readonly personMatch: 'number' | 'nameOnly' | 'differs'
  readonly scale: 'gbt42195' | 'mzt039' | 'ltci' | 'other'
  readonly scaleVersion: string
  readonly assessedOn: Day
  /** As the report says, exclusive; null where it says nothing. */
  readonly validUntil: Day | null
  /** Place of the level in its own scale, 0 the least severe; null where the scale is not ours. */
  readonly originIndex: number | null
  /** Whether the issuer confirmed that the report is theirs. */
  readonly checked: boolean
}

export type Finding = {
  /** 采信 may be decided, 待核 waits for something, 需重评 sends the person to an assessment, 阻断 ends it. */
  readonly outcome: 'acceptable' | 'wait' | 'reassess' | 'blocked'
  readonly reasons: readonly string[]
  /** Settings that nobody has set and that block by name. */
  readonly settings: readonly string[]
  readonly level: number | null
  readonly mapping: string | null
  readonly clause: { readonly document: string; readonly section: string }
}

const CHENGYU = { document: '渝府办发〔2022〕15 号', section: '第十三章第一节' }
const WORDS = { acceptable: 0, wait: 1, reassess: 2, blocked: 3 } as const

/**
 * What the rule says about a result from elsewhere. It never computes somebody else's score again: a level of the same scale is taken as it is,
 * one of another scale only by a mapping that was set; where none is, the setting blocks by name.
 */
export function judgeRecognition(report: Report, today: Day, settingOf: SettingOf): Finding {
  const found: { outcome: Finding['outcome']; says: string }[] = []
  const settings: string[] = []
  const say = (outcome: Finding['outcome'], says: string) => found.push({ outcome, says })
  if (report.personMatch === 'differs') say('blocked', '姓名相同但证件号码不一致，不是同一个人的评估')
  if (report.personMatch === 'nameOnly') say('wait', '只核对了姓名，需要核对证件号码')
  if (!report.issuerKnown) say('wait', '出具机构不在互认名录内，需要核实')
  if (!report.checked) say('wait', '还没有向出具机构核实报告的真伪')
  if (report.validUntil !== null && report.validUntil <= today) say('reassess', '报告已过有效期')
  if (report.assessedOn > today) say('blocked', '评估日期在今天之后，请核对报告')
  const agreement = agreementOf(report.jurisdiction)
  if (agreement !== null) {
    const accepted = settingOf(agreement)
    if (accepted === undefined) settings.push(agreement)
    else if (accepted === false) say('reassess', '本市没有与该地互认')
  }
  const mapped = mapLevel(report, settingOf)
  if (mapped.setting !== undefined) settings.push(mapped.setting)
  if (mapped.level === null && mapped.setting === undefined) say('reassess', '报告使用的量表不在目录内，无法对应等级')
  const worst = found.reduce<Finding['outcome']>(
    (worse, each) => (WORDS[each.outcome] > WORDS[worse] ? each.outcome : worse),
    settings.length > 0 ? 'wait' : 'acceptable',
  )
  return {
    outcome: worst,
    reasons: found.map((each) => each.says),
    settings,
    level: mapped.level,
    mapping: mapped.mapping,
    clause: CHENGYU,
  }
}

/** The setting that must say yes before results of a place count; null for our own city, whose results are shared. */
const agreementOf = (jurisdiction: string): string | null =>
  jurisdiction.startsWith('50')
    ? null
    : jurisdiction.startsWith('51')
      ? 'recognition-sichuan'
      : 'recognition-other-places'

function mapLevel(
  { scale, originIndex }: Report,
  settingOf: SettingOf,
): { level: number | null; mapping: string | null; setting?: string } {
  if (scale === 'other' || originIndex === null) return { level: null, mapping: null }
  if (scale === 'gbt42195') return { level: originIndex, mapping: 'sameScale' }
  const id = `recognition-${scale}-level-${originIndex}`
  const level = settingOf(id)
  return typeof level === 'number' ? { level, mapping: id } : { level: null, mapping: null, setting: id }
}
