import type { Refusal } from '../../platform/http/index.ts'

const no = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which accounts and grants can be refused. */
export const refusals = {
  accountUnknown: () => no('ACCOUNT_UNKNOWN', 404, '没有找到这个账号，或它不在您管理的区划内。请核对用户名后再查。'),
  citizenRole: () =>
    no('CITIZEN_ROLE', 422, '老人和家属的登录由窗口核验身份后办理，不在这里授权。请让他们到乡镇（街道）便民服务中心。'),
  citizenPassword: () =>
    no(
      'CITIZEN_PASSWORD',
      422,
      '这是老人或家属的账号，登录码由窗口核验身份后重新发给，不在这里重置。请让他们到乡镇（街道）便民服务中心，或联系村（社区）养老助理。',
    ),
  citizenAccount: () =>
    no('CITIZEN_ACCOUNT', 422, '这是老人或家属的账号，不能再给它工作岗位。请为这位工作人员另建一个账号。'),
  usernameTaken: (name: string) => no('USERNAME_TAKEN', 409, `用户名“${name}”已有人使用，请换一个用户名。`),
  grantUnknown: () => no('GRANT_UNKNOWN', 404, '没有找到这项授权，或它不在您管理的区划内。请刷新后再试。'),
  divisionUnknown: (key: string) =>
    no('DIVISION_UNKNOWN', 422, `没有找到区划“${key}”，或它在这一天还没有设立。请重新选择。`),
  outsideReach: (place: string) => no('OUTSIDE_REACH', 403, `${place}不在您管理的区划内，请由上一级的授权管理员办理。`),
  ownAccount: () => no('OWN_ACCOUNT', 403, '不能给自己授权，也不能变更自己的账号。请由另一位授权管理员办理。'),
  samePerson: () => no('SAME_PERSON', 403, '经办和复核必须是两个人。请由另一位授权管理员复核。'),
  notWaiting: () => no('NOT_WAITING', 409, '这项授权已经复核过，或已经收回。请刷新后查看。'),
  alreadyEnded: () => no('ALREADY_ENDED', 409, '这项授权已经收回或到期，不需要再次收回。'),
  accountDisabled: () => no('ACCOUNT_DISABLED', 409, '这个账号已停用，请先恢复账号再授权。'),
  alreadyGranted: () =>
    no('ALREADY_GRANTED', 409, '这个账号在这一区划已有同样的岗位授权。如需改期限，请先收回原授权。'),
  rolesApart: (role: string, held: string) =>
    no(
      'ROLES_APART',
      422,
      `“${role}”与这个账号已有的“${held}”不能由同一人担任（系统管理、审计与业务三员分立）。请换一个账号。`,
    ),
  periodReversed: () => no('PERIOD_REVERSED', 422, '截止日期应晚于开始日期，请重新填写。'),
  startsInPast: () => no('STARTS_IN_PAST', 422, '授权不能从过去的日期开始，请填写今天或以后的日期。'),
  organisationMissing: () => no('ORGANISATION_MISSING', 422, '机构类岗位需要填写机构，请补充机构编号。'),
  cursorUnreadable: () => no('CURSOR_UNREADABLE', 422, '翻页位置无法识别，请回到第一页重新查看。'),
} as const
