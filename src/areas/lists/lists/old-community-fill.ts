import type { List } from '../../../engines/register/index.ts'

export const oldCommunityFill: List = {
  id: 'old-community-fill',
  title: '老旧小区养老设施补足',
  unit: '个',
  about: '老旧小区养老用房的缺口，以及购置、置换、租赁、回购、收回闲置用房的进度。',
  clauses: [
    { doc: 'cq-2019-129', section: '二(三)' },
    { doc: 'cq-2022-15', section: '第四章第二节¶1' },
    { doc: 'bn-2021-74', section: '二(五)' },
    { doc: 'cq-2017-162', section: '五(二十二)' },
  ],
  nameLabel: '小区名称',
  place: 'township',
  of: ['facility'],
  write: ['districtOfficer', 'townshipClerk'],
  fields: [
    { name: 'required', label: '应配面积', type: 'number', unit: '平方米', required: true },
    { name: 'held', label: '现有面积', type: 'number', unit: '平方米', required: true },
    {
      name: 'way',
      label: '补足方式',
      type: 'choice',
      choices: {
        purchase: '购置',
        swap: '置换',
        lease: '租赁',
        buyback: '回购',
        reclaim: '收回闲置用房',
        merge: '与相邻小区统筹',
      },
    },
    {
      name: 'stage',
      label: '进度',
      type: 'choice',
      required: true,
      choices: { surveyed: '已排查', chosen: '已定方式', secured: '用房已落实', fitted: '改造完成', inUse: '已启用' },
    },
    { name: 'dueOn', label: '计划完成日期', type: 'day' },
  ],
}
