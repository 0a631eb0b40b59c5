import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which a trial can be refused, and what the officer is told. */
export const refusals = {
  nothingChanged: () => refuse('TRIAL_EMPTY', 422, '还没有要试算的数值，请至少改动一项。'),
  tooManyChanges: (most: number) => refuse('TRIAL_TOO_MANY_CHANGES', 422, `一次最多试算 ${most} 项改动，请分次试算。`),
  changedTwice: (name: string) => refuse('TRIAL_CHANGED_TWICE', 422, `“${name}”改了两次，请只保留一次。`),
  parameterUnknown: (id: string) =>
    refuse('PARAMETER_UNKNOWN', 404, `政策目录中没有名为 ${id} 的参数，请从列表中选择。`),
  outOfReach: (name: string) => refuse('PARAMETER_OUT_OF_REACH', 422, `“${name}”不适用于所选的地方，请核对区划。`),
  valueInvalid: (name: string, problem: string) =>
    refuse('TRIAL_VALUE_INVALID', 422, `“${name}”的数值不能试算：${problem}`),
  tooManyMonths: (most: number) => refuse('TRIAL_TOO_MANY_MONTHS', 422, `一次最多试算 ${most} 个月，请缩短时间。`),
  draftNotFound: () => refuse('TRIAL_NOT_FOUND', 404, '没有找到这份试算方案，它可能已经删除。请从列表中另选一份。'),
  nameTaken: (name: string) => refuse('TRIAL_NAME_TAKEN', 409, `您已有名为“${name}”的试算方案，请换一个名称。`),
  tooManyDrafts: (most: number) =>
    refuse('TRIAL_TOO_MANY_DRAFTS', 409, `试算方案最多保存 ${most} 份，请先删除不用的。`),
  personNotFound: () => refuse('TRIAL_PERSON_NOT_FOUND', 404, '没有找到这位老人，或不在您的辖区内。请刷新名单后再试。'),
}
