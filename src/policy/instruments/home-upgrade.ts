import type { Instrument, Item } from '../../engines/instrument/index.ts'
import { type UpgradeIndicator, upgradeIndicators } from '../facility-standards.ts'

const codeOf = ({ no }: UpgradeIndicator): string => `U${String(no).padStart(2, '0')}`
const judged = upgradeIndicators.filter((each) => each.requirement !== null)

const item = (of: UpgradeIndicator): Item => ({
  code: codeOf(of),
  label: of.requirement ?? `第 ${of.no} 项（原文缺失，待对照原文件补录）`,
  options: [
    { points: 1, label: '达标' },
    { points: 0, label: '未达标' },
  ],
  // Never asked: what the source has lost is no ground for a judgement.
  ...(of.requirement === null ? { askWhen: { any: [] } } : { evidence: ['photo'] }),
  ...(of.textState === 'number-inferred' ? { note: '序号由上下文推定' } : {}),
  ...(of.textState === 'category-missing' ? { note: '原文类别名缺失' } : {}),
})

const categories = [...new Set(upgradeIndicators.map((each) => each.category))]

/** The upgrade of township homes by 22 indicators (cq-2021-7 附件1): all that can be judged must be met. */
export const homeUpgrade: Instrument = {
  id: 'home-upgrade',
  version: 'cq-2021-7 附件1',
  title: '乡镇敬老院改造提升基础指标（22 项）',
  source: '渝府办发〔2021〕7号 附件1',
  hasTotal: true,
  levels: ['全部达标', '尚未达标'],
  levelTie: 'mostSevere',
  levelWhen: [
    { level: 1, when: { any: judged.map((each) => ({ item: codeOf(each), to: 0 })) } },
    { level: 0, when: { all: judged.map((each) => ({ item: codeOf(each), from: 1 })) } },
  ],
  readings: [
    `原文件 22 项中有 ${upgradeIndicators.length - judged.length} 项正文缺失，只列出序号，不参与判定；可判定的 ${judged.length} 项全部达标才算达标。`,
  ],
  sections: categories.map((category, at) => ({
    code: `C${at + 1}`,
    label: category ?? '（类别名缺失）',
    items: upgradeIndicators.filter((each) => each.category === category).map(item),
  })),
}
