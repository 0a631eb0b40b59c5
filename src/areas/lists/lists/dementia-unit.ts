import type { List } from '../../../engines/register/index.ts'

export const dementiaUnit: List = {
  id: 'dementia-unit',
  title: '失智老年人护理专区',
  unit: '个',
  about: '公办机构、敬老院和照护中心内的失智老年人护理专区。',
  clauses: [
    { doc: 'cq-2022-15', section: '第三章第二节¶2' },
    { doc: 'cq-2022-15', section: '第六章第一节¶1' },
    { doc: 'cq-2022-15', section: '第五章第二节¶2' },
  ],
  nameLabel: '专区名称',
  place: 'township',
  of: ['facility'],
  write: ['districtOfficer', 'operator'],
  public: true,
  fields: [
    { name: 'beds', label: '专区床位', type: 'integer', unit: '张', required: true, public: true },
    { name: 'specialists', label: '专业护理人员', type: 'integer', unit: '人', public: true },
    { name: 'adapted', label: '环境已改造', type: 'yesNo', public: true },
    { name: 'wanderGuard', label: '有防走失措施', type: 'yesNo', public: true },
    {
      name: 'stage',
      label: '进度',
      type: 'choice',
      required: true,
      choices: { applied: '建设申请', building: '改造中', accepted: '已验收', open: '已启用' },
      public: true,
    },
    { name: 'openedOn', label: '启用日期', type: 'day', public: true },
  ],
}
