import { comparable } from '../../platform/sheets/clean-text.ts'
import type { Field } from './list-kinds.ts'
import { tagOfHeading } from './value-words.ts'

/** What a heading was taken for. `weight` is how sure: 3 the usual word, 2 contained in it, 1 a makeshift. */
export type HeadingMeaning =
  | { kind: 'field'; field: Field; weight: number }
  | { kind: 'flag'; field: 'hardship' | 'livingArrangement'; tag: string }
  | { kind: 'serial' }
  | { kind: 'unknown' }

const KIN = '(?:监护人?|赡养人?|紧急|联系人|家属|子女|儿女|亲属|亲友|配偶|代理人|照护人|照料人|近亲|户主)+'

/** In this order: the first pattern that fits decides, so the narrower words stand first. */
const PATTERNS: [RegExp, Field | 'serial' | 'none', number][] = [
  [/^(序号|序|编号|行号|顺序号|no\.?|№|号)$/i, 'serial', 3],
  [/(银行|账号|卡号|账户|开户|邮箱|邮编|微信|照片|密码|签名|签字|备注|说明)/, 'none', 0],
  [/(填表|填报|登记|录入|审核|调查|走访|探访|评估|建档|更新|办理|入住|签约)(人|日期|时间|单位|员)/, 'none', 0],
  [/(残疾).*(证|号)|^证号$/, 'none', 0],
  [/曾用名|别名|拼音|户主(姓名)?$|年龄|周岁|民族|文化|学历|婚姻|政治面貌|职业/, 'none', 0],
  [new RegExp(`${KIN}.*(电话|手机|联系方式|号码)`), 'contactPhone', 3],
  [new RegExp(`^(第一)?${KIN}(的)?(姓名|名字)?$`), 'contactName', 3],
  [/^与.*关系|^关系$|亲属关系/, 'contactRelation', 2],
  [new RegExp(`${KIN}.*(身份证|证件|性别|地址|住址|单位)`), 'none', 0],
  [/^(死亡|去世|离世|身故|逝世)(日期|时间|年月日?)|死亡(登记|注销)?(日期|时间)/, 'deathDate', 3],
  [/火化(日期|时间|年月日?)?/, 'cremationDate', 3],
  [/证件(类型|种类|名称|类别)/, 'idKind', 3],
  [/^(公民)?(居民)?身份(证|证件)?(号|号码)?$|^(居民|公民)身份号码$/, 'idNumber', 3],
  [/身份证|证件号|身份号/, 'idNumber', 2],
  [/^性别|^男\/?女$/, 'sex', 3],
  [/出生(日期|年月日?|时间|年份)|^生日$|^出生$|^生于/, 'birthDate', 3],
  [/(发证|起始|开始|认定|享受|批准|生效)(日期|时间|年月)/, 'since', 2],
  [/(截止|终止|到期|失效|有效期至?)/, 'until', 2],
  [/户籍|户口/, 'household', 2],
  [
    /^(老人|老年人|本人|对象|人员|救助对象|残疾人|逝者|死者|死亡人员|被救助人|持证人)?(的)?(姓名|名字|名称)$|^(老人|老年人)$|^姓名/,
    'name',
    3,
  ],
  [/姓名$/, 'name', 2],
  [/^(本人|老人|老年人|固定|移动|个人)?(联系)?(电话|手机|联系方式)(号码|号)?(\d|[一二])?$|^联系号码$/, 'phone', 3],
  [/电话|手机|联系方式/, 'phone', 2],
  [/(村民)?小组(名称)?$|^(所在|所属)?组(别|名)?$|^村组$|^社$|^组\/社$/, 'villageGroup', 2],
  [/^(现)?(所在|所属|居住|现居)?(乡镇|镇街|街镇|镇乡|镇街道|乡镇街道|街道乡镇|街道|镇|乡)(名称)?$/, 'township', 3],
  [
    /^(现|所在|所属|居住|现居住|常住)?(地)?(的)?(行政)?(村|社区|村社区|村居|村社|居委|居委会|村委会|村居委会|社区村|村委|居村)(名称|居委会|委会|别)?$/,
    'village',
    3,
  ],
  [/(镇|街|乡).*(村|社区|居)|(所属|所在|行政|居住)(区划|辖区)$/, 'village', 2],
  [/(村|社区)(名称)?$/, 'village', 2],
  [/住址|地址|居住地|住所|门牌|家庭住处|常住地/, 'address', 2],
  [/计生|计划生育|失独|独生子女|特扶/, 'specialOneChildFamily', 3],
  [/残疾(类别|类型|种类)/, 'disabilityCategory', 3],
  [/残疾(等级|级别|程度)/, 'disabilityGrade', 3],
  [/残疾/, 'disability', 2],
  [
    /居住(状况|情况|方式|类型|类别|形式|状态|现状)|家庭结构|生活(状况|方式)|空巢|独居|留守|孤寡/,
    'livingArrangement',
    3,
  ],
  [/困难|救助|低保|特困|五保|低收入|贫困|建档|保障(类别|类型|情况|对象)|经济(状况|情况|条件)|帮扶/, 'hardship', 3],
  [/^(人员|对象|身份|老人|老年人|家庭)(类别|类型|属性|分类)$/, 'hardship', 1],
]

/**
 * Says what a heading means. `group` is the heading above it in a two-line head (`监护人` over `姓名`); it decides only where
 * the two together say something else than the lower one alone.
 */
export function recogniseHeading(heading: string, group = ''): HeadingMeaning {
  const own = meaningOf(heading)
  if (group === '' || comparable(group) === comparable(heading)) return own
  if (new RegExp(KIN).test(comparable(group))) return meaningOf(`${group}${heading}`)
  const flag = own.kind === 'unknown' || own.kind === 'serial' ? meaningOf(group) : own
  return flag.kind === 'unknown' ? own : flag
}

function meaningOf(heading: string): HeadingMeaning {
  const full = comparable(heading)
  if (full === '') return { kind: 'unknown' }
  const bare = full.replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '').replaceAll(/[:：*※]/g, '')
  const text = bare === '' ? full : bare
  const flag = tagOfHeading(text)
  if (flag) return { kind: 'flag', ...flag }
  const plain = text.replaceAll(/[/、,·]/g, '')
  for (const [pattern, field, weight] of PATTERNS) {
    if (!pattern.test(plain)) continue
    if (field === 'serial') return { kind: 'serial' }
    return field === 'none' ? { kind: 'unknown' } : { kind: 'field', field, weight }
  }
  return { kind: 'unknown' }
}
