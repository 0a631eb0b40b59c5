import type { List } from '../../../engines/register/index.ts'

export const centreToHomeChain: List = {
  id: 'centre-to-home-chain',
  title: '机构带中心站点进家庭',
  unit: '条',
  about: '机构承接街道中心、中心带站点、站点进家庭的运营链。',
  clauses: [
    { doc: 'cq-2022-15', section: '第四章第三节¶2' },
    { doc: 'cq-2019-129', section: '二(九)' },
    { doc: 'cq-2021-7', section: '一(三)' },
    { doc: 'cq-2022-15', section: '第六章第二节¶2' },
  ],
  nameLabel: '运营链名称',
  place: 'district',
  of: ['organisation', 'facility'],
  write: ['districtOfficer', 'operator'],
  fields: [
    { name: 'centres', label: '承接的中心', type: 'integer', unit: '个', required: true },
    { name: 'stations', label: '带动的站点', type: 'integer', unit: '个', required: true },
    { name: 'households', label: '覆盖家庭', type: 'integer', unit: '户' },
    { name: 'visitsLastMonth', label: '上月入户服务', type: 'integer', unit: '次' },
    { name: 'services', label: '输出的服务项目', type: 'text' },
    { name: 'contractFrom', label: '合同起始日期', type: 'day' },
    { name: 'contractUntil', label: '合同截止日期', type: 'day' },
  ],
}
