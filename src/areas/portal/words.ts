/** The Chinese of this area's server side. */
export const POST_WORDS: Readonly<Record<string, string>> = {
  townshipClerk: '乡镇（街道）经办',
  districtOfficer: '区县民政',
  cityOfficer: '市级民政',
  villageWorker: '社区（村）养老助理',
}

/** What was looked at, as the audit names it. */
export const READ_WORDS: Readonly<Record<string, string>> = {
  'elder.read': '查看档案',
  'elder.reveal': '查看完整证件号或电话',
  'application.intake': '办理申请时查看',
  'application.read': '查看申请',
  'case.read': '查看办件',
  'benefits.explain': '查看待遇依据',
  'benefits.read': '查看待遇',
  'payments.person': '查看收款账户',
  'payments.account.reveal': '查看完整银行账号',
  'payments.clawback': '查看追回办件',
  'family.read': '家人查看',
}
