import type { Refusal } from '../../platform/http/index.ts'

export const refusals = {
  notYourPlace: (): Refusal => ({
    code: 'NOTICE_PLACE',
    status: 403,
    message: '只能为本单位的辖区发布公告。请换一个范围，或由上一级单位发布。',
  }),
  periodInvalid: (): Refusal => ({
    code: 'NOTICE_PERIOD',
    status: 422,
    message: '截止日期应在开始日期当天或之后，并且还没有过去。请核对这两个日期。',
    fields: [{ path: 'until', message: '截止日期应在开始日期当天或之后，并且还没有过去。' }],
  }),
  roleUnknown: (): Refusal => ({
    code: 'NOTICE_ROLE',
    status: 422,
    message: '选择的岗位里有系统没有的岗位，请重新选择。',
  }),
  notFound: (): Refusal => ({
    code: 'NOTICE_NOT_FOUND',
    status: 404,
    message: '没有找到这条公告，可能已撤回。请刷新后再看。',
  }),
  samePerson: (): Refusal => ({
    code: 'NOTICE_SAME_PERSON',
    status: 409,
    message: '全市公告要两个人：写的人不能自己签发。请另一位市级同事签发。',
  }),
  decided: (): Refusal => ({ code: 'NOTICE_DECIDED', status: 409, message: '这条公告已经签发或撤回。请刷新后再看。' }),
}
