import type { List } from '../../../engines/register/index.ts'

export const trainingSanatoriumConvert: List = {
  id: 'training-sanatorium-convert',
  title: '培训疗养机构转型养老',
  unit: '家',
  about: '党政机关和国有企业所属培训疗养机构转为养老服务设施的进度。',
  clauses: [
    { doc: 'cq-2022-15', section: '第五章第三节¶3' },
    { doc: 'cq-2017-162', section: '二(九)' },
    { doc: 'cq-2022-15', section: '第十二章第一节¶2' },
  ],
  nameLabel: '机构名称',
  place: 'township',
  of: ['facility', 'organisation'],
  write: ['districtOfficer'],
  public: true,
  fields: [
    { name: 'formerOwner', label: '原主管单位', type: 'text', required: true },
    { name: 'floorArea', label: '建筑面积', type: 'number', unit: '平方米', public: true },
    { name: 'landUse', label: '土地用途', type: 'text' },
    {
      name: 'decision',
      label: '应改尽改判定',
      type: 'choice',
      choices: { convert: '应改', keep: '不改，已说明理由', open: '待判定' },
      required: true,
    },
    {
      name: 'stage',
      label: '转型进度',
      type: 'choice',
      choices: { listed: '已摸底', transferring: '资产划转中', converting: '改造中', open: '已投运' },
      required: true,
      public: true,
    },
    { name: 'greenChannel', label: '绿色通道事项', type: 'text' },
    { name: 'plannedBeds', label: '计划床位', type: 'integer', unit: '张', public: true },
    { name: 'affordable', label: '普惠型', type: 'yesNo', public: true },
    { name: 'openedOn', label: '投运日期', type: 'day', public: true },
  ],
}
