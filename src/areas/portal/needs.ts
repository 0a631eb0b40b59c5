import type { IconName } from '../../ui/icon.tsx'

/** What people come for, in their words. A need that cannot be met on the web yet says how it is met by phone or at the counter. */
export type Need = { id: string; label: string; hint: string; icon: IconName; by: readonly string[] }

export const NEEDS: readonly Need[] = [
  {
    id: 'care',
    label: '家里老人需要人照护',
    hint: '上门照护、家庭养老床位、住养老机构',
    icon: 'hand',
    by: [
      '先请社区（村）养老助理上门看看，登记老人的身体情况。',
      '需要的话，会安排老年人能力评估，评估结果决定能享受哪些照护服务。',
      '想住养老机构的，可以请工作人员介绍附近有空床的机构，先去看再决定。',
    ],
  },
  {
    id: 'meal',
    label: '想吃上现成的热饭',
    hint: '社区食堂、送餐上门',
    icon: 'bowl',
    by: ['问社区（村）或乡镇（街道）养老服务中心，附近有没有老年食堂。', '走不动的老人可以登记送餐上门。'],
  },
  {
    id: 'alone',
    label: '老人一个人住，不放心',
    hint: '定期探访、紧急呼叫设备',
    icon: 'home',
    by: [
      '请社区（村）登记为定期探访对象，会有人按时上门看望或打电话。',
      '可以问问当地有没有紧急呼叫设备。',
      '突然发病请直接打 120，有危险打 110 或 119。',
    ],
  },
  {
    id: 'home',
    label: '家里要装扶手、防滑',
    hint: '居家适老化改造',
    icon: 'building',
    by: ['向社区（村）提出申请，工作人员会上门看家里哪里容易摔。', '改造内容和补助对象以当地公布的为准。'],
  },
  {
    id: 'family',
    label: '照顾老人的家属想歇一歇',
    hint: '照护培训、短期托养',
    icon: 'people',
    by: ['问乡镇（街道）养老服务中心，近期有没有照护培训。', '家属有事或想休息几天，可以问附近机构有没有短期托养。'],
  },
]
