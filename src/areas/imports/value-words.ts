import { comparable, saysNothing, saysYes } from '../../platform/sheets/clean-text.ts'

export const hardshipTags = [
  'extreme',
  'subsistence',
  'subsistenceMargin',
  'lowIncome',
  'unstableAfterPoverty',
  'proneToPoverty',
  'registeredPoor',
] as const
export const livingTags = ['emptyNest', 'alone', 'leftBehind', 'kinless', 'withFamily', 'institution'] as const
export type HardshipTag = (typeof hardshipTags)[number]
export type LivingTag = (typeof livingTags)[number]

const PEOPLE = '(老年人|老人|户|对象|家庭|人员|人口|人群)?'
/** Words of the ledgers for each tag. A word that could mean two tags (边缘户) is on purpose in none of them. */
const HARDSHIP: [RegExp, HardshipTag][] = [
  [new RegExp(`^(城市|城镇|农村)?(分散|集中)?(供养)?(特困|五保)(分散|集中)?(供养|救助)?${PEOPLE}$`), 'extreme'],
  [/^(城市|城镇)?三无(老人|人员)$|^(特困)?(分散|集中)供养(人员|对象)?$/, 'extreme'],
  [
    new RegExp(`^(城市|城镇|农村)?([ABC一二三]类)?(低保|最低生活保障)${PEOPLE}([ABCabc一二三四甲乙丙]?[类档级])?$`),
    'subsistence',
  ],
  [new RegExp(`^(城市|城镇|农村)?(低保|最低生活保障)边缘${PEOPLE}$|^低边${PEOPLE}$`), 'subsistenceMargin'],
  [new RegExp(`^低收入${PEOPLE}$`), 'lowIncome'],
  [new RegExp(`^脱贫不稳定${PEOPLE}$`), 'unstableAfterPoverty'],
  [new RegExp(`^边缘易致贫${PEOPLE}$`), 'proneToPoverty'],
  [new RegExp(`^建(档立)?卡(贫困)?${PEOPLE}$`), 'registeredPoor'],
]
const LIVING: [RegExp, LivingTag][] = [
  [/^(纯|夫妻)?空巢(老年人|老人|户|家庭)?$/, 'emptyNest'],
  [/^(独居|单独居住|独自居住|一人居住|独自生活)(老年人|老人|户)?$/, 'alone'],
  [/^留守(老年人|老人|户)?$/, 'leftBehind'],
  [/^孤(寡|老)(老年人|老人|户)?$|^鳏寡孤独$/, 'kinless'],
  [
    /^(与|和|跟|随)(配偶、?)?(子女|家人|儿子|女儿|儿女|亲属|孙子女|家属)(共同|一起|一同)?(居住|同住|生活)$|^(子女|家人|家庭)同住$/,
    'withFamily',
  ],
  [/^(入住|住|居住)?(养老)?机构(养老|居住|入住)?$|^(入住|住)?(养老院|敬老院|福利院)$/, 'institution'],
]
const NO_HARDSHIP =
  /^(一般|普通|正常)(户|家庭|居民|群众|老人|人员)?$|^(无|非|不)困难(户|家庭)?$|^非(低保|特困|贫困)(户)?$/

/** A clerk's decision for a word of this township: the tags it means, or none (`[]`). */
export type WordMemory = ReadonlyMap<string, readonly string[]>

export type TagReading = {
  hardship: HardshipTag[]
  living: LivingTag[]
  /** Words that nobody has explained yet. */
  unknown: string[]
  /** The cell said 否 or 无 (a statement), unlike a blank. */
  saidNone: boolean
}

export const hardshipTagOf = (word: string): HardshipTag | undefined =>
  HARDSHIP.find(([pattern]) => pattern.test(word))?.[1]
export const livingTagOf = (word: string): LivingTag | undefined => LIVING.find(([pattern]) => pattern.test(word))?.[1]

/** A heading that is itself a tag (`特困`, `是否独居`): the column then holds yes or no. */
export function tagOfHeading(heading: string): { field: 'hardship' | 'livingArrangement'; tag: string } | undefined {
  const word = heading.replace(/^(是否(为|属于|属|是)?|属于)/, '').replace(/(情况|\(是\/否\))$/, '')
  const hardship = hardshipTagOf(word)
  if (hardship) return { field: 'hardship', tag: hardship }
  const living = livingTagOf(word)
  return living ? { field: 'livingArrangement', tag: living } : undefined
}

/**
 * Reads the tags of one cell of the columns 困难类型 or 居住状况. Several words may stand together (`低保、独居`); a word of the
 * other column is understood too, because ledgers mix them.
 */
export function readTags(text: string, field: 'hardship' | 'livingArrangement', memory: WordMemory): TagReading {
  const reading: TagReading = { hardship: [], living: [], unknown: [], saidNone: false }
  const whole = comparable(text)
  if (whole === '') return reading
  if (saysNothing(whole) || (field === 'hardship' && NO_HARDSHIP.test(whole))) return { ...reading, saidNone: true }
  if (takeWord(whole, field, memory, reading)) return reading
  const words = whole.split(/[、,;/+|&。·]+|\s+/).filter((word) => word !== '')
  for (const word of words.length > 1 ? words : []) {
    if (!saysNothing(word) && !takeWord(word, field, memory, reading)) reading.unknown.push(word)
  }
  if (words.length <= 1) reading.unknown.push(whole)
  return reading
}

function takeWord(word: string, field: string, memory: WordMemory, into: TagReading): boolean {
  const remembered = memory.get(`${field}:${word}`)
  if (remembered) {
    for (const tag of remembered) addTag(tag, into)
    into.saidNone ||= remembered.length === 0
    return true
  }
  // A remark in brackets (低保(城市)) does not change the word; a question mark does.
  const bare = word.includes('?') ? word : word.replaceAll(/\([^)]*\)/g, '')
  const tag =
    field === 'hardship' ? (hardshipTagOf(bare) ?? livingTagOf(bare)) : (livingTagOf(bare) ?? hardshipTagOf(bare))
  if (tag) addTag(tag, into)
  return tag !== undefined
}

function addTag(tag: string, into: TagReading): void {
  const hardship = hardshipTags.find((one) => one === tag)
  const living = livingTags.find((one) => one === tag)
  if (hardship && !into.hardship.includes(hardship)) into.hardship.push(hardship)
  if (living && !into.living.includes(living)) into.living.push(living)
}

/** The answer of a yes-or-no column whose heading is a tag; undefined when it is neither. */
export function readFlag(text: string, tag: string): boolean | undefined {
  const word = comparable(text)
  if (saysNothing(word)) return false
  if (saysYes(word)) return true
  return hardshipTagOf(word) === tag || livingTagOf(word) === tag ? true : undefined
}

export type SpecialFamily = 'bereaved' | 'disabledChild'

/** 计划生育特殊家庭: which kind, none, or `unclear` where the ledger only says yes. */
export function readSpecialFamily(text: string): SpecialFamily | 'none' | 'unclear' {
  const word = comparable(text)
  if (saysNothing(word)) return 'none'
  if (/失独|死亡/.test(word)) return 'bereaved'
  if (/伤残|残疾/.test(word)) return 'disabledChild'
  return 'unclear'
}

export function readSex(text: string): 'male' | 'female' | 'none' | 'unclear' {
  const word = comparable(text).toLowerCase()
  if (['男', '男性', '1', 'm', 'male', '男士'].includes(word)) return 'male'
  if (['女', '女性', '2', 'f', 'female', '女士'].includes(word)) return 'female'
  return word === '' || word === '-' || word === '/' ? 'none' : 'unclear'
}

const CATEGORIES: [RegExp, string][] = [
  [/视力|盲/, 'visual'],
  [/听力|聋/, 'hearing'],
  [/言语|哑/, 'speech'],
  [/肢体/, 'physical'],
  [/智力/, 'intellectual'],
  [/精神/, 'mental'],
  [/多重/, 'multiple'],
]

/** 残疾类别 and 残疾等级, from one cell or two (`肢体`, `二级`; `肢体二级`; `2`). Null where the text does not say. */
export function readDisability(text: string): { category: string | null; grade: string | null; none: boolean } {
  const word = comparable(text)
  const category = CATEGORIES.find(([pattern]) => pattern.test(word))?.[1] ?? null
  const grade = /([一二三四壹贰叁肆1-4])级?/.exec(word)?.[1]
  const number =
    grade === undefined ? null : String('一二三四'.indexOf(grade) + 1 || '壹贰叁肆'.indexOf(grade) + 1 || grade)
  return { category, grade: number, none: saysNothing(word) || word === '未持证' || word === '无残疾' }
}
