import type { Refusal } from '../../platform/http/index.ts'

/** Every way in which the portal says no. */
const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

export const refusals = {
  guideUnknown: () => refuse('GUIDE_UNKNOWN', 404, '没有这个事项，请从事项列表中选择。'),
  notYours: () =>
    refuse('PORTAL_NOT_YOURS', 404, '没有找到，或您还没有这位老人的委托。请到窗口或找社区（村）养老助理办理委托。'),
  caseUnknown: () => refuse('PORTAL_CASE_UNKNOWN', 404, '编号和校验码对不上。请照着回执再填一遍，或拨打 12345 查询。'),
  locked: (minutes: number) =>
    refuse('PORTAL_LOCKED', 429, `试的次数太多，请 ${minutes} 分钟后再试，或拨打 12345 查询。`),
  notByCode: () => refuse('PORTAL_NOT_BY_CODE', 403, '撤回申请要先登录，或到窗口办理。'),
  periodPast: () => refuse('PORTAL_PERIOD_PAST', 422, '到期日要晚于今天。'),
  periodLong: () => refuse('PORTAL_PERIOD_LONG', 422, '一次最长 3 年，到期后重新核验身份。'),
  relationMissing: () => refuse('PORTAL_RELATION_MISSING', 422, '请选择家属和老人的关系。'),
  accountNotTheirs: () =>
    refuse('PORTAL_ACCOUNT_NOT_THEIRS', 422, '没有这个家属账号，或姓名对不上。没有账号的留空，会新开一个。'),
  accountElsewhere: () =>
    refuse('PORTAL_ACCOUNT_ELSEWHERE', 409, '这个账号还用于外地的老人，这里不能换密码。请停用后重新开一个。'),
  phoneElsewhere: () =>
    refuse(
      'PORTAL_PHONE_ELSEWHERE',
      409,
      '这个账号还用于外地的老人，这里不能给它登记手机号。请留空手机号，或到那位老人所在地的窗口登记。',
    ),
  elderDecides: () =>
    refuse('PORTAL_ELDER_DECIDES', 403, '给家人看什么由老人自己决定。请老人登录后设置，或到窗口当面说。'),
  noGateway: () =>
    refuse(
      'PORTAL_NO_GATEWAY',
      409,
      '当地还没有开通短信验证码，请用账号和密码登录。没有密码的，到窗口或找社区（村）养老助理核对身份，当面领一次性登录码。',
    ),
  codeWrong: () =>
    refuse('PORTAL_CODE_WRONG', 401, '手机号或验证码不对，或验证码已过期。请核对后再试，或一分钟后重新获取。'),
  paperUnknown: () => refuse('PORTAL_PAPER_UNKNOWN', 422, '请从清单中选择这份材料是什么。'),
  draftFull: (most: number) =>
    refuse('PORTAL_DRAFT_FULL', 409, `一次申请最多先存 ${most} 份材料。请先提交，其余的在进度页面补交。`),
  accessGone: () => refuse('PORTAL_ACCESS_GONE', 404, '这项授权已经结束。请刷新后再看。'),
  urgedToday: () => refuse('PORTAL_URGED_TODAY', 409, '今天已经催办过，经办人看得到。明天还可以再催。'),
  closed: () => refuse('PORTAL_CLOSED', 409, '这件事已经办结，不用再催。'),
  paperMissing: () => refuse('PORTAL_PAPER_MISSING', 404, '这件事没有可以下载的文书。请到窗口打印。'),
} as const
