import type { List } from '../../../engines/register/index.ts'

export const integratedColocation: List = {
  id: 'integrated-colocation',
  title: '医养设施毗邻建设',
  unit: '处',
  about: '养老服务设施与社区卫生机构、乡镇卫生院、村卫生室一体或毗邻建设的情况。',
  clauses: [
    { doc: 'cq-2022-15', section: '第七章第二节¶2' },
    { doc: 'cq-2021-7', section: '二(十一)' },
    { doc: 'bn-2021-74', section: '二(八)' },
  ],
  nameLabel: '名称',
  place: 'township',
  of: ['facility'],
  write: ['districtOfficer', 'townshipClerk'],
  public: true,
  fields: [
    { name: 'medicalSite', label: '医疗卫生机构名称', type: 'text', required: true, public: true },
    {
      name: 'pairing',
      label: '毗邻类型',
      type: 'choice',
      required: true,
      choices: {
        communityHealth: '社区卫生服务机构与街道养老服务综合体',
        townshipHospital: '乡镇卫生院与乡镇养老服务中心',
        villageClinic: '村卫生室与农村幸福院',
      },
      public: true,
    },
    {
      name: 'form',
      label: '建设形式',
      type: 'choice',
      required: true,
      choices: { oneBuilding: '一体建设', adjacent: '毗邻建设' },
      public: true,
    },
    {
      name: 'stage',
      label: '进度',
      type: 'choice',
      required: true,
      choices: { proposed: '规划建议', building: '建设中', operating: '已运营' },
      public: true,
    },
    { name: 'sharedBeds', label: '共享床位', type: 'integer', unit: '张', public: true },
    { name: 'agreementOn', label: '共建协议签订日期', type: 'day' },
  ],
}
