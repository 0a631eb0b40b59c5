import type { ComponentType } from 'react'
import { inField, office, portal, type ScreenEntry } from './screen-entry.ts'

const REGISTER = [
  'townshipClerk',
  'districtOfficer',
  'cityOfficer',
  'districtFinance',
  'villageWorker',
  'dispatchLead',
  'auditor',
] as const

/** Whoever works for a home or answers for it. */
const HOMES = ['operator', 'townshipClerk', 'districtOfficer', 'cityOfficer'] as const
const FACILITIES = [
  'districtOfficer',
  'townshipClerk',
  'cityOfficer',
  'districtFinance',
  'villageWorker',
  'operator',
] as const

const ASSESSING = ['townshipClerk', 'districtOfficer', 'cityOfficer', 'villageWorker'] as const

/** A screen behind the gate of elders and families; the gate is loaded with it and not before. */
const gated = async (screen: Promise<ComponentType>) => (await import('./family-gate.tsx')).gated(await screen)

/**
 * Every screen of the product. To add one, write one line: path, lazy import, and for the office its rail word, icon and roles.
 * The order of the office lines is the order of the rail (UX §1.2).
 */
export const screens: readonly ScreenEntry[] = [
  portal('/', () => import('../areas/portal/home.tsx').then((m) => m.Home)),
  portal('/what-can-i-receive', () => import('../areas/portal/entitlement-check.tsx').then((m) => m.EntitlementCheck)),
  portal('/services', () => import('../areas/portal/service-list.tsx').then((m) => m.ServiceList)),
  portal('/help', () => import('../areas/portal/help.tsx').then((m) => m.Help)),
  portal('/search', () => import('../areas/portal/search.tsx').then((m) => m.Search)),
  portal('/policy/$rule', () => import('../areas/portal/rule-in-words.tsx').then((m) => m.RuleInWords)),
  portal('/news', () => import('../areas/portal/news.tsx').then((m) => m.News)),
  portal('/open-data', () => import('../areas/lists/open-data.tsx').then((m) => m.OpenData)),
  portal('/check', () => import('../areas/portal/check-paper.tsx').then((m) => m.CheckPaper)),
  portal('/guide', () => import('../areas/portal/guides.tsx').then((m) => m.GuideList)),
  portal('/guide/$scheme', () => import('../areas/portal/guide.tsx').then((m) => m.GuidePage)),
  portal('/filings', () => import('../areas/facilities/public-filings.tsx').then((m) => m.PublicFilings)),
  portal('/apply', () => gated(import('../areas/portal/apply.tsx').then((m) => m.ApplyOnline))),
  portal('/progress', () => import('../areas/portal/progress.tsx').then((m) => m.ProgressPage)),
  portal('/family', () => gated(import('../areas/portal/family.tsx').then((m) => m.FamilyHome))),
  portal('/find', () => import('../areas/finder/find-page.tsx').then((m) => m.FindPage)),
  portal('/find/$district/$id', () => import('../areas/finder/place-page.tsx').then((m) => m.PlacePage)),
  portal('/find/$district/$id/queue', () => import('../areas/finder/queue-page.tsx').then((m) => m.QueuePage)),
  portal('/compare', () => import('../areas/finder/compare-page.tsx').then((m) => m.ComparePage)),
  portal('/tour', () => import('../areas/finder/tour-page.tsx').then((m) => m.TourPage)),
  portal('/data', () => import('../areas/finder/data-page.tsx').then((m) => m.DataPage)),
  portal('/signin', () => import('./sign-in.tsx').then((m) => m.SignIn)),

  office('/w', () => import('../areas/workbench/workbench.tsx').then((m) => m.Workbench), { rail: ['工作台', 'home'] }),
  office('/w/elders', () => import('../areas/elders/register.tsx').then((m) => m.Register), {
    rail: ['老人台账', 'people'],
    roles: REGISTER,
    key: 'e',
  }),
  office('/w/elders/new', () => import('../areas/elders/open-file.tsx').then((m) => m.OpenFile), {
    roles: ['townshipClerk', 'districtOfficer'],
    act: '登记老人',
  }),
  office('/w/elders/$id', () => import('../areas/elders/elder-file.tsx').then((m) => m.ElderFile), { roles: REGISTER }),
  office(
    '/w/elders/$district/$id/family',
    () => import('../areas/portal/family-access.tsx').then((m) => m.FamilyAccess),
    {
      roles: ['townshipClerk', 'villageWorker', 'districtOfficer'],
    },
  ),
  office('/w/visits', () => import('../areas/visits/visits-page.tsx').then((m) => m.VisitsPage), {
    rail: ['巡访与结对', 'people'],
    roles: ['villageWorker', 'townshipClerk', 'districtOfficer', 'cityOfficer'],
  }),
  office('/w/visit-registers', () => import('../areas/visits/registers-page.tsx').then((m) => m.RegistersPage), {
    roles: ['villageWorker', 'townshipClerk', 'districtOfficer', 'cityOfficer'],
  }),
  office('/w/duplicates', () => import('../areas/elders/duplicates.tsx').then((m) => m.Duplicates), {
    rail: ['重复合并', 'merge'],
    roles: ['townshipClerk', 'districtOfficer'],
  }),
  office('/w/transfers', () => import('../areas/elders/transfers.tsx').then((m) => m.Transfers), {
    roles: ['townshipClerk', 'districtOfficer'],
  }),
  office('/w/exports', () => import('../areas/elders/exports.tsx').then((m) => m.Exports), {
    roles: ['townshipClerk', 'districtOfficer', 'cityOfficer'],
  }),
  office('/w/imports', () => import('../areas/imports/import-centre.tsx').then((m) => m.ImportCentre), {
    rail: ['导入', 'upload'],
    roles: ['townshipClerk', 'districtOfficer', 'cityOfficer', 'department'],
    act: '导入台账',
  }),
  office('/w/imports/$id', () => import('../areas/imports/import-batch.tsx').then((m) => m.ImportBatch)),
  office('/w/matters', () => import('../areas/applications/case-list.tsx').then((m) => m.CaseList), {
    rail: ['办件', 'cases'],
    roles: ['townshipClerk', 'districtOfficer', 'villageWorker'],
    key: 'c',
  }),
  office('/w/matters/new', () => import('../areas/applications/intake.tsx').then((m) => m.Intake), {
    roles: ['townshipClerk', 'districtOfficer', 'villageWorker'],
  }),
  office('/w/matters/proposals', () => import('../areas/applications/proposals.tsx').then((m) => m.Proposals), {
    roles: ['townshipClerk', 'districtOfficer', 'villageWorker'],
  }),
  office('/w/matters/undecided', () => import('../areas/benefits/matters.tsx').then((m) => m.Matters), {
    roles: ['townshipClerk', 'districtOfficer'],
  }),
  office('/w/matters/deputies', () => import('../areas/applications/deputies.tsx').then((m) => m.Deputies), {
    roles: ['townshipClerk', 'districtOfficer'],
  }),
  office('/w/matters/$district/$id', () => import('../areas/applications/case-page.tsx').then((m) => m.CasePage), {
    roles: ['townshipClerk', 'districtOfficer', 'villageWorker', 'cityOfficer', 'districtFinance'],
  }),
  office('/w/benefits', () => import('../areas/benefits/benefit-batch.tsx').then((m) => m.BenefitBatch), {
    rail: ['津贴', 'money'],
    roles: ['townshipClerk', 'districtOfficer', 'districtFinance', 'cityOfficer'],
    key: 'b',
  }),
  office('/w/payments', () => import('../areas/payments/payments.tsx').then((m) => m.Payments), {
    rail: ['支付与回盘', 'money'],
    roles: ['townshipClerk', 'districtOfficer', 'districtFinance', 'cityOfficer'],
    key: 'p',
  }),
  office('/w/late-facts', () => import('../areas/payments/late-facts.tsx').then((m) => m.LateFacts), {
    rail: ['停发与追回', 'money'],
    roles: ['townshipClerk', 'districtOfficer', 'districtFinance', 'cityOfficer'],
  }),
  office('/w/assessments', () => import('../areas/assessment/order-list.tsx').then((m) => m.OrderList), {
    rail: ['评估', 'list'],
    roles: [...ASSESSING, 'assessmentAgency', 'assessor'],
    key: 'a',
  }),
  office('/w/assessments/due', () => import('../areas/assessment/due-list.tsx').then((m) => m.DueList), {
    roles: ASSESSING,
  }),
  office('/w/assessments/coverage', () => import('../areas/assessment/coverage-page.tsx').then((m) => m.CoveragePage), {
    roles: ASSESSING,
  }),
  office(
    '/w/assessments/recognition',
    () => import('../areas/assessment/recognition-list.tsx').then((m) => m.RecognitionList),
    { roles: ['districtOfficer', 'townshipClerk', 'cityOfficer'] },
  ),
  office(
    '/w/assessments/recognition/$district/$id',
    () => import('../areas/assessment/recognition-page.tsx').then((m) => m.RecognitionPage),
    { roles: ['districtOfficer', 'townshipClerk', 'cityOfficer'] },
  ),
  office('/w/assessments/registry', () => import('../areas/assessment/registry-page.tsx').then((m) => m.RegistryPage), {
    roles: ['districtOfficer'],
  }),
  office('/w/assessments/ltc', () => import('../areas/assessment/ltc-list.tsx').then((m) => m.LtcList), {
    roles: ['districtOfficer', 'townshipClerk', 'cityOfficer'],
  }),
  office(
    '/w/assessments/orders/$district/$id',
    () => import('../areas/assessment/order-page.tsx').then((m) => m.OrderPage),
    { roles: [...ASSESSING, 'assessmentAgency', 'assessor'] },
  ),
  office(
    '/w/assessments/orders/$district/$id/form',
    () => import('../areas/assessment/form-page.tsx').then((m) => m.FormPage),
    { roles: ['assessor'] },
  ),
  office('/w/funds', () => import('../areas/funds/budgets-page.tsx').then((m) => m.BudgetsPage), {
    rail: ['资金预算', 'money'],
    roles: ['districtOfficer', 'districtFinance', 'cityOfficer'],
  }),
  office('/w/lottery', () => import('../areas/funds/lottery-page.tsx').then((m) => m.LotteryPage), {
    roles: ['districtOfficer', 'districtFinance', 'cityOfficer'],
  }),
  office('/w/tours', () => import('../areas/finder/tour-desk.tsx').then((m) => m.TourDesk), {
    roles: ['operator', 'townshipClerk', 'districtOfficer'],
    act: '参观预约',
  }),
  office('/w/subsidies', () => import('../areas/subsidies/claim-list.tsx').then((m) => m.ClaimList), {
    rail: ['机构补贴', 'building'],
    roles: ['districtOfficer', 'districtFinance', 'cityOfficer'],
  }),
  office('/w/subsidies/payments', () => import('../areas/subsidies/payment-list.tsx').then((m) => m.PaymentList), {
    roles: ['districtOfficer', 'districtFinance', 'cityOfficer'],
  }),
  office('/w/subsidies/$district/$id', () => import('../areas/subsidies/claim-page.tsx').then((m) => m.ClaimPage), {
    roles: ['districtOfficer', 'districtFinance', 'cityOfficer'],
  }),
  office('/w/custody', () => import('../areas/custody/custody-list.tsx').then((m) => m.CustodyList), {
    rail: ['预收费监管', 'money'],
    roles: ['districtOfficer', 'districtFinance', 'cityOfficer'],
  }),
  office(
    '/w/custody/$district/$facility',
    () => import('../areas/custody/custody-page.tsx').then((m) => m.CustodyPage),
    { roles: ['districtOfficer', 'districtFinance', 'cityOfficer'] },
  ),
  office('/o/custody', () => import('../areas/custody/custody-list.tsx').then((m) => m.OwnCustody), {
    rail: ['合同收费', 'money'],
    roles: ['operator'],
  }),
  office(
    '/o/custody/$district/$facility',
    () => import('../areas/custody/custody-page.tsx').then((m) => m.OwnCustodyPage),
    { roles: ['operator'] },
  ),
  office('/o/requests', () => import('../areas/custody/bank-page.tsx').then((m) => m.BankPage), {
    rail: ['支取审核', 'money'],
    roles: ['custodyBank'],
  }),
  office('/w/home', () => import('../areas/residency/home-page.tsx').then((m) => m.HomePage), {
    rail: ['机构工作台', 'building'],
    roles: HOMES,
  }),
  office('/w/home/day', () => import('../areas/residency/daily-page.tsx').then((m) => m.DailyPage), {
    rail: ['每日填报', 'list'],
    roles: HOMES,
  }),
  office('/w/home/beds', () => import('../areas/residency/beds-page.tsx').then((m) => m.BedsPage), {
    rail: ['床位与入住', 'people'],
    roles: HOMES,
  }),
  office('/w/home/care', () => import('../areas/care/care-page.tsx').then((m) => m.CarePage), {
    rail: ['照护与事件', 'hand'],
    roles: ['operator', 'townshipClerk', 'districtOfficer'],
  }),
  office('/w/home/admit', () => import('../areas/residency/admission-page.tsx').then((m) => m.AdmissionPage), {
    roles: HOMES,
  }),
  office('/w/facilities', () => import('../areas/facilities/facility-list.tsx').then((m) => m.FacilityList), {
    rail: ['设施用地', 'map'],
    roles: [...FACILITIES],
    key: 'f',
  }),
  office('/w/facilities/new', () => import('../areas/facilities/new-facility.tsx').then((m) => m.NewFacility), {
    roles: ['townshipClerk', 'districtOfficer'],
    act: '登记设施',
  }),
  office(
    '/w/facilities/$district/$id',
    () => import('../areas/facilities/facility-page.tsx').then((m) => m.FacilityPage),
    { roles: [...FACILITIES] },
  ),
  office('/w/networks', () => import('../areas/networks/network-page.tsx').then((m) => m.NetworkPage), {
    rail: ['网络与项目', 'list'],
    roles: ['districtOfficer', 'townshipClerk', 'cityOfficer', 'districtFinance'],
  }),
  office('/w/lists', () => import('../areas/lists/lists.tsx').then((m) => m.Lists), {
    rail: ['专项台账', 'list'],
    roles: [...FACILITIES],
  }),
  office('/w/lists/$list', () => import('../areas/lists/entry-list.tsx').then((m) => m.EntryList), {
    roles: [...FACILITIES],
  }),
  office('/w/lists/$list/$district/$id', () => import('../areas/lists/entry-page.tsx').then((m) => m.EntryPage), {
    roles: [...FACILITIES],
  }),
  office('/w/filings', () => import('../areas/facilities/filing-list.tsx').then((m) => m.FilingList), {
    rail: ['机构备案', 'cases'],
    roles: ['districtOfficer', 'townshipClerk', 'cityOfficer', 'operator'],
  }),
  office('/w/filings/new', () => import('../areas/facilities/new-filing.tsx').then((m) => m.NewFiling), {
    roles: ['districtOfficer', 'operator'],
    act: '新建机构备案',
  }),
  office('/w/filings/checks', () => import('../areas/facilities/check-list.tsx').then((m) => m.CheckList), {
    rail: ['并联核查', 'cases'],
    roles: ['department'],
  }),
  office('/w/filings/$district/$id', () => import('../areas/facilities/filing-page.tsx').then((m) => m.FilingPage), {
    roles: ['districtOfficer', 'townshipClerk', 'cityOfficer', 'operator'],
  }),
  office('/w/rules', () => import('../areas/rules/policy-library.tsx').then((m) => m.PolicyLibrary), {
    rail: ['政策规则', 'rules'],
    roles: ['districtOfficer', 'cityOfficer'],
    key: 'r',
  }),
  office('/w/notices', () => import('../areas/notices/notices.tsx').then((m) => m.Notices), { rail: ['公告', 'bell'] }),
  office('/w/account', () => import('./account.tsx').then((m) => m.Account), { act: '修改密码与动态码' }),
  office('/w/access', () => import('../areas/accounts/access.tsx').then((m) => m.Access), {
    rail: ['用户与授权', 'key'],
    roles: ['administrator'],
  }),
  office('/w/audit', () => import('../areas/accounts/audit.tsx').then((m) => m.Audit), {
    rail: ['审计记录', 'eye'],
    roles: ['auditor'],
  }),
  office('/w/field-devices', () => import('../areas/field/device-list.tsx').then((m) => m.FieldDevices), {
    rail: ['外勤手机', 'phone'],
    roles: ['townshipClerk', 'districtOfficer', 'villageWorker'],
  }),

  inField('/f', () => import('../areas/field/today.tsx').then((m) => m.Today)),
  inField('/f/route', () => import('../areas/field/route.tsx').then((m) => m.DayRoute)),
  inField('/f/new', () => import('../areas/field/new.tsx').then((m) => m.NewRecord)),
  inField('/f/visit/$elder', () => import('../areas/field/visit.tsx').then((m) => m.VisitForm)),
  inField('/f/apply/$elder', () => import('../areas/field/apply.tsx').then((m) => m.ApplyForElder)),
  inField('/f/assess/$order', () => import('../areas/field/assess.tsx').then((m) => m.AssessForm)),
  inField('/f/sync', () => import('../areas/field/sync-box.tsx').then((m) => m.SyncBox)),
]
