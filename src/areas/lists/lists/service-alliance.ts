import type { List } from '../../../engines/register/index.ts'

export const serviceAlliance: List = {
  id: 'service-alliance',
  title: '养老服务集团、联盟与综合体',
  unit: '个',
  about: '养老服务集团、联盟和综合体的牵头单位、成员和帮扶对象。',
  clauses: [
    { doc: 'cq-2022-15', section: '第五章第一节¶3' },
    { doc: 'cq-2022-15', section: '第五章第二节¶2' },
    { doc: 'cq-2019-129', section: '二(八)' },
    { doc: 'cq-2022-15', section: '第五章第一节¶2' },
  ],
  nameLabel: '名称',
  place: 'district',
  of: ['organisation', 'facility'],
  write: ['districtOfficer', 'operator'],
  public: true,
  fields: [
    {
      name: 'kind',
      label: '形式',
      type: 'choice',
      required: true,
      choices: { group: '集团', alliance: '联盟', chain: '连锁', complex: '综合体' },
      public: true,
    },
    { name: 'members', label: '成员机构数', type: 'integer', unit: '家', public: true },
    { name: 'memberNames', label: '成员机构', type: 'text', public: true },
    {
      name: 'supports',
      label: '帮扶的机构',
      type: 'text',
      public: true,
      clause: { doc: 'cq-2022-15', section: '第五章第一节¶3' },
    },
    { name: 'demonstration', label: '综合体示范', type: 'yesNo', public: true },
    { name: 'foundedOn', label: '组建日期', type: 'day', public: true },
    { name: 'contact', label: '联系部门', type: 'text' },
  ],
}
