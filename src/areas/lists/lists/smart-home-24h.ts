import type { List } from '../../../engines/register/index.ts'

export const smartHome24h: List = {
  id: 'smart-home-24h',
  title: '智慧养老院与 24 小时安防',
  unit: '家',
  about: '养老机构的安防摄像、离床和跌倒报警等设备，以及 24 小时值守。',
  clauses: [
    { doc: 'cq-2019-129', section: '二(十五)' },
    { doc: 'bn-2021-74', section: '二(十三)' },
  ],
  nameLabel: '机构名称',
  place: 'township',
  of: ['facility'],
  write: ['districtOfficer', 'operator'],
  fields: [
    {
      name: 'guarded',
      label: '24 小时有人值守',
      type: 'yesNo',
      required: true,
      clause: { doc: 'bn-2021-74', section: '二(十三)' },
    },
    { name: 'cameras', label: '安防摄像', type: 'integer', unit: '个' },
    { name: 'bedAlarms', label: '离床报警', type: 'integer', unit: '套' },
    { name: 'fallAlarms', label: '跌倒报警', type: 'integer', unit: '套' },
    { name: 'connected', label: '已接入监管平台', type: 'yesNo' },
    { name: 'alarmsLastMonth', label: '上月报警', type: 'integer', unit: '次' },
    { name: 'handledLastMonth', label: '上月已处置', type: 'integer', unit: '次' },
    { name: 'checkedOn', label: '最近核查日期', type: 'day' },
  ],
}
