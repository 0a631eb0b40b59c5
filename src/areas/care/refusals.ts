import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which daily care says no. */
export const refusals = {
  homeUnknown: () => refuse('CARE_HOME_UNKNOWN', 404, '没有找到这家机构，或不在您的范围内。请从列表中选择。'),
  stayUnknown: () => refuse('CARE_STAY_UNKNOWN', 404, '这位老人今天不在住，或不在这家机构。请刷新名单后再选。'),
  taskUnknown: () => refuse('CARE_TASK_UNKNOWN', 404, '今天没有这项任务，请刷新页面。'),
  recordedBefore: () => refuse('CARE_RECORDED_BEFORE', 409, '这一项今天已经记录过了，请刷新页面查看。'),
  medicineUnknown: () => refuse('CARE_MEDICINE_UNKNOWN', 404, '没有找到这份用药，请刷新页面。'),
  endsBeforeItBegins: () =>
    refuse('CARE_MEDICINE_ENDED', 422, '停药日期应在今天之后；不知道哪天停，可以先不填。请核对后再登记。'),
  medicineUnchecked: () => refuse('CARE_MEDICINE_UNCHECKED', 409, '这份用药还没有经第二人与处方核对，暂时不能发药。'),
  notDue: () => refuse('CARE_NOT_DUE', 422, '这份用药在这一天的这个时间没有安排，请核对后再记。'),
  samePerson: () => refuse('CARE_SAME_PERSON', 403, '核对须由另一位工作人员完成，请换一位同事。'),
  checkedBefore: () => refuse('CARE_CHECKED_BEFORE', 409, '已经核对过了，请刷新页面查看。'),
  inFuture: () => refuse('CARE_IN_FUTURE', 422, '时间在现在之后，请核对后再记。'),
  incidentUnknown: () => refuse('CARE_INCIDENT_UNKNOWN', 404, '没有找到这起事件，请刷新页面。'),
  incidentClosed: () => refuse('CARE_INCIDENT_CLOSED', 409, '这起事件已经结案，请刷新页面查看。'),
  notYetClosable: (missing: string) => refuse('CARE_NOT_YET_CLOSABLE', 409, `结案前还缺：${missing}。请补记后再结案。`),
  handedOver: () => refuse('CARE_HANDED_OVER', 409, '这一班已经交接过了，请刷新页面查看。'),
  nothingToTake: () => refuse('CARE_NOTHING_TO_TAKE', 409, '没有等待接班的交接，请刷新页面。'),
  mealBefore: () => refuse('CARE_MEAL_BEFORE', 409, '这一餐已经登记过了，请刷新页面查看。'),
}
