import type { List } from '../../../engines/register/index.ts'

export const communityAdaptation: List = {
  id: 'community-adaptation',
  title: '小区适老化与无障碍改造',
  unit: '个',
  about: '小区道路、坡道、扶手、座椅、电梯等适老化和无障碍改造。',
  clauses: [
    { doc: 'cq-2017-162', section: '三(十六)' },
    { doc: 'cq-2022-15', section: '第四章第三节¶1' },
    { doc: 'cq-2022-15', section: '第十章第二节¶2' },
    { doc: 'bn-2021-74', section: '二(五)' },
  ],
  nameLabel: '小区名称',
  place: 'township',
  of: [],
  write: ['districtOfficer', 'townshipClerk'],
  public: true,
  fields: [
    { name: 'households', label: '户数', type: 'integer', unit: '户', public: true },
    { name: 'ramps', label: '坡道', type: 'integer', unit: '处', public: true },
    { name: 'handrails', label: '扶手', type: 'integer', unit: '米', public: true },
    { name: 'seats', label: '座椅', type: 'integer', unit: '个', public: true },
    { name: 'lifts', label: '加装电梯', type: 'integer', unit: '部', public: true, alsoCalled: ['加梯数'] },
    {
      name: 'stage',
      label: '进度',
      type: 'choice',
      required: true,
      choices: { planned: '已列入计划', designed: '方案已定', under: '施工中', accepted: '已验收' },
      public: true,
    },
    { name: 'acceptedOn', label: '无障碍验收日期', type: 'day', public: true },
  ],
}
