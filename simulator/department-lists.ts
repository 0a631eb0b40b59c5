import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { DivisionTree } from '../src/areas/divisions/index.ts'
import { shortName } from '../src/areas/divisions/index.ts'
import { checkCharacter } from '../src/areas/elders/index.ts'
import type { Day } from '../src/platform/clock/day.ts'
import { dayNumber, dayText } from './calendar.ts'
import { type CityRequest, generatePeople } from './city.ts'
import { makeName } from './names.ts'
import type { Fact, Person } from './person.ts'
import { Random } from './random.ts'

export type DepartmentList = { file: string; title: string; header: string[]; rows: string[][] }

const CATEGORY: Record<string, string> = {
  physical: '肢体',
  hearing: '听力',
  visual: '视力',
  multiple: '多重',
  mental: '精神',
  intellectual: '智力',
  speech: '言语',
}
const CATEGORY_DIGIT = ['visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple']
const GRADE = ['', '一级', '二级', '三级', '四级']
const HARDSHIP: Record<string, string> = {
  extreme: '特困',
  subsistence: '低保',
  subsistenceMargin: '低保边缘',
  lowIncome: '低收入',
}
const DEATHS_SINCE = 60
const CERTIFICATES_SINCE = 120
const STRANGERS = 6

/**
 * The lists that three departments would send about a synthetic district on its day: deaths of the last two months (public
 * security), new disability certificates (残联), and everyone in social assistance. Most rows agree with the register, some bring
 * news, some differ from it on purpose, and some name people whom it does not know.
 */
export function departmentLists(tree: DivisionTree, request: CityRequest): DepartmentList[] {
  const today = dayNumber(request.on)
  const random = Random.of(`${request.seed}/lists/${request.within}/${request.on}`)
  const month = monthBefore(request.on)
  const deaths: string[][] = []
  const certificates: string[][] = []
  const assistance: string[][] = []
  for (const person of generatePeople(tree, request)) {
    if (person.oddity === 'probableDuplicate' || person.idNumber === null) continue
    const place = placeText(tree, person, request.on)
    if (person.diedOn !== null) {
      if (today - dayNumber(person.diedOn) <= DEATHS_SINCE) deaths.push(deathRow(person, person.diedOn, place, random))
      continue
    }
    const certificate = latest(person, 'disability')
    if (certificate && certificate.value.length > 0 && today - dayNumber(certificate.validFrom) <= CERTIFICATES_SINCE)
      certificates.push(certificateRow(person, certificate, place, random))
    const hardship = latest(person, 'hardship')
    const tag = hardship?.value.find((value) => value in HARDSHIP)
    // One in a hundred has dropped off the list: the register still counts on the assistance.
    if (hardship && tag !== undefined && !random.chance(0.01))
      assistance.push(assistanceRow(person, hardship, tag, place, random))
  }
  const strangers = Array.from({ length: STRANGERS * 3 }, (_, i) => stranger(request, i))
  const [first, second, third] = [
    strangers.slice(0, STRANGERS),
    strangers.slice(STRANGERS, 2 * STRANGERS),
    strangers.slice(2 * STRANGERS),
  ]
  const district = tree.get(request.within)?.name ?? ''
  for (const p of first) deaths.push(deathRow(p, dayText(today - random.between(5, 50)), '', random))
  for (const p of second) certificates.push(certificateRow(p, blankFact(['physical', '3'], today - 30), '', random))
  for (const p of third)
    assistance.push(assistanceRow(p, blankFact(['subsistence'], today - 40), 'subsistence', '', random))
  const list = (from: string, what: string, header: string[], rows: string[][]): DepartmentList => ({
    file: `${from}-${what}-${month.replace('年', '-').replace('月', '')}.xlsx`,
    title: `${district}${what}（${month}）`,
    header: ['序号', ...header],
    rows: random.shuffle(rows).map((row, i) => [String(i + 1), ...row]),
  })
  return [
    list('公安', '死亡人员信息', ['姓名', '公民身份号码', '性别', '住址', '死亡日期', '户口注销日期'], deaths),
    list(
      '残联',
      '新发残疾人证名单',
      ['姓名', '身份证号', '残疾类别', '残疾等级', '残疾人证号', '发证日期', '现住址'],
      certificates,
    ),
    list(
      '救助',
      '社会救助对象名单',
      ['对象姓名', '身份证号码', '救助类别', '保障起始月', '镇街', '村（社区）'],
      assistance,
    ),
  ]
}

/** Writes the lists as workbooks into a folder, with a merged title row above the headings as departments send them. */
export async function writeDepartmentLists(lists: readonly DepartmentList[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for (const { file, title, header, rows } of lists) {
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet('名单')
    sheet.addRow([title])
    sheet.mergeCells(1, 1, 1, header.length)
    sheet.addRow(header)
    for (const row of rows) sheet.addRow(row)
    for (let i = 1; i <= header.length; i++) sheet.getColumn(i).width = i === 1 ? 6 : 22
    const path = join(folder, file)
    await workbook.xlsx.writeFile(path)
    paths.push(path)
  }
  return paths
}

/** One row in forty carries another character in the name, as it happens between two departments. */
const nameOn = (person: Pick<Person, 'name'>, random: Random): string =>
  random.chance(1 / 40) ? `${person.name.slice(0, -1)}${random.pick(['珍', '芬', '华', '明'])}` : person.name

type Named = Pick<Person, 'name' | 'idNumber' | 'sex'>

const deathRow = (p: Named, diedOn: Day, place: string, random: Random): string[] => {
  // One date in twenty is that of the cremation, some days later than the register has it.
  const day = random.chance(0.05) ? dayText(dayNumber(diedOn) + random.between(1, 4)) : diedOn
  const cancelled = dayText(dayNumber(day) + random.between(3, 25))
  return [nameOn(p, random), p.idNumber ?? '', p.sex === 'male' ? '男' : '女', place, day, cancelled]
}

const certificateRow = (
  p: Named,
  { value, validFrom }: Pick<Fact, 'value' | 'validFrom'>,
  place: string,
  random: Random,
): string[] => {
  const [category = 'physical', listed = '3'] = value
  const grade = random.chance(0.06) ? String(Math.max(1, Number(listed) - 1)) : listed
  const number = `${p.idNumber}${CATEGORY_DIGIT.indexOf(category) + 1}${grade}`
  return [
    nameOn(p, random),
    p.idNumber ?? '',
    CATEGORY[category] ?? '',
    GRADE[Number(grade)] ?? '',
    number,
    validFrom.replaceAll('-', '/'),
    place,
  ]
}

const assistanceRow = (
  p: Named,
  { validFrom }: Pick<Fact, 'validFrom'>,
  tag: string,
  place: string,
  random: Random,
): string[] => {
  const listed = random.chance(0.02) ? (tag === 'subsistence' ? 'subsistenceMargin' : 'subsistence') : tag
  const [township = '', village = ''] = place.split(' / ').slice(-2)
  return [nameOn(p, random), p.idNumber ?? '', HARDSHIP[listed] ?? '', validFrom.slice(0, 7), township, village]
}

/** What holds at the end, whether the register has heard of it or not. */
function latest(person: Person, kind: Fact['kind']): Fact | undefined {
  return [...person.facts, ...person.news].filter((f) => f.kind === kind && f.supersededAt === null).at(-1)
}

const placeText = (tree: DivisionTree, person: Person, on: Day): string => {
  const township = tree.get(person.township)?.name ?? ''
  return `${tree.path(person.township, on).split(' / ')[0]} / ${township} / ${shortName(tree.get(person.village)?.name ?? '')}`
}

/** Somebody whom no register of a synthetic city holds: their numbers are in the last reserve area, 500009. */
function stranger(request: CityRequest, i: number): Named {
  const random = Random.of(`${request.seed}/stranger/${request.within}/${i}`)
  const sex = i % 2 === 0 ? 'male' : 'female'
  const born = dayText(dayNumber(request.on) - random.between(24_000, 31_000))
  const first17 = `500009${born.replaceAll('-', '')}${String(980 + (i % 9) * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')}`
  return {
    name: makeName(random, sex, Number(born.slice(0, 4)), request.within).name,
    sex,
    idNumber: first17 + checkCharacter(first17),
  }
}

const blankFact = (value: string[], from: number): Pick<Fact, 'value' | 'validFrom'> => ({
  value,
  validFrom: dayText(from),
})

const monthBefore = (on: Day): string => {
  const day = dayText(dayNumber(on) - 1)
  return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`
}
