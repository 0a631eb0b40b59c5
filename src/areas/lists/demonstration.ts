import { sql } from 'kysely'
import { addEntry, type Entry, type Field, type List, type Value } from '../../engines/register/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type DivisionTree, shortName } from '../divisions/index.ts'
import { exampleCreditCode } from '../facilities/index.ts'
import { lists } from './all-lists.ts'

const EACH = 4
/** What an example of a list is called after its place or facility. */
const CALLED: Readonly<Record<string, string>> = {
  'public-reform': '改革',
  'training-sanatorium-convert': '培训疗养中心',
  'idle-resource': '闲置用房',
  'service-alliance': '养老服务联盟',
  'integrated-colocation': '医养毗邻点',
  'service-provider-registry': '居家服务社',
  'internal-clinic': '内设医疗机构',
  'smart-home-24h': '智慧养老院',
  'old-community-fill': '老旧小区',
  'community-adaptation': '小区',
  'dementia-unit': '失智照护专区',
  'centre-to-home-chain': '运营链',
}
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  services: ['助餐、助浴', '助洁、陪医', '居家护理', '助餐、日间照料'],
  medicalSite: ['示例社区卫生服务中心', '示例乡镇卫生院', '示例村卫生室', '示例社区卫生服务站'],
  formerOwner: ['示例市属国有企业', '示例区级机关', '示例市级部门', '示例国有集团'],
}

type Asked = { readonly district: string; readonly today: Day; readonly by: string; readonly tree: DivisionTree }

/** Some entries of every list for the demonstration, marked as examples, each linked to a facility of the district where its list speaks of facilities. */
export async function fillDemonstrationLists(tx: Tx, { district, today, by, tree }: Asked): Promise<void> {
  const { rows: facilities } = await sql<{ id: string; name: string; township: string; village: string | null }>`
    select id::text, name, township, village from facilities.facility where district = ${district} and example order by number limit 60`.execute(
    tx,
  )
  const townships = tree.townshipsOf(district, today)
  for (const [which, list] of lists.entries())
    for (let n = 0; n < EACH; n++) {
      const facility = list.of.includes('facility')
        ? facilities[(which * EACH + n) % Math.max(1, facilities.length)]
        : undefined
      const township =
        facility?.township ??
        (list.place === 'township' ? (townships[(which + n * 5) % townships.length] ?? null) : null)
      const about = facility?.name ?? (township === null ? '' : shortName(tree.get(township)?.name ?? ''))
      const entry: Entry & { district: string } = {
        district,
        name: `示例·${about.replace(/^示例·/, '')}${CALLED[list.id] ?? list.title}${n + 1}`,
        township,
        village: facility?.village ?? null,
        facility: facility?.id ?? null,
        organisation: list.of.includes('organisation') ? exampleCreditCode(district, (n % 5) + 1) : null,
        values: valuesOf(list, n, today),
      }
      const from = addDays(today, -180 * (n + 1))
      await addEntry(tx, list, entry, from, { account: by, source: '示例', example: true })
    }
}

const valuesOf = (list: List, n: number, today: Day): Record<string, Value> =>
  Object.fromEntries(list.fields.map((field, at) => [field.name, exampleOf(field, n, at, today)]))

function exampleOf(field: Field, n: number, at: number, today: Day): Value {
  switch (field.type) {
    case 'choice':
      return Object.keys(field.choices ?? {})[(n + at) % Object.keys(field.choices ?? {}).length] ?? null
    case 'yesNo':
      return (n + at) % 3 !== 0
    case 'integer':
      return Math.min(field.max ?? 400, 4 + n * 7 + at * 3)
    case 'number':
      return 280 + n * 160 + at * 20
    case 'fen':
      return 6_000_000 * (n + 1)
    case 'day':
      return addDays(today, -60 - 30 * n)
    case 'text':
      return TEXTS[field.name]?.[n] ?? (field.required ? `示例${field.label}` : null)
  }
}
