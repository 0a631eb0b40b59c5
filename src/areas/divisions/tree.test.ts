import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { readDataset } from './dataset.ts'
import { shortName } from './names.ts'
import { DivisionTree } from './tree.ts'

const tree = new DivisionTree(readDataset())
const IN_2023 = day('2023-06-30')
const LAST_DAY = day('2025-11-05')
const CHANGE = day('2025-11-06')
const TODAY = day('2026-11-01')
const keys = (list: { key: string }[]) => list.map((d) => d.key)
const names = (list: { name: string }[]) => list.map((d) => d.name)

describe('the divisions of Chongqing', () => {
  it('has the published counts, and 37 district-level units since 2025-11-06', () => {
    expect(tree.counts(IN_2023)).toEqual({ city: 1, district: 38, township: 1031, village: 11_270 })
    expect(tree.counts(LAST_DAY).district).toBe(38)
    expect(tree.counts(CHANGE)).toEqual({ city: 1, district: 37, township: 1031, village: 11_270 })
  })

  it('makes 两江新区 of 31 subdistricts and 11 towns and leaves 北碚区 with 6 and 11, as announced', () => {
    const kinds = (key: string) => Object.groupBy(tree.children(key, TODAY), (d) => d.kind)
    expect(kinds('liangjiang').subdistrict).toHaveLength(31)
    expect(kinds('liangjiang').town).toHaveLength(11)
    expect(kinds('500109').subdistrict).toHaveLength(6)
    expect(kinds('500109').town).toHaveLength(11)
  })

  it('answers a record of 2023 and a report for 2026 about the same township, each rightly', () => {
    expect(tree.path('500112007', IN_2023)).toBe('渝北区 / 鸳鸯街道')
    expect(tree.path('500112007', TODAY)).toBe('两江新区 / 鸳鸯街道')
    expect(tree.path('500112135', TODAY)).toBe('北碚区 / 大湾镇')
    expect(tree.isWithin('500112007', '500112', LAST_DAY)).toBe(true)
    expect(tree.isWithin('500112007', '500112', CHANGE)).toBe(false)
    expect(tree.isWithin('500112007', 'liangjiang', CHANGE)).toBe(true)
    expect(tree.isWithin('500112007', 'liangjiang', LAST_DAY)).toBe(false)
  })

  it('puts every township under exactly one district, and every village under one township, on every side of the change', () => {
    for (const on of [IN_2023, LAST_DAY, CHANGE, TODAY]) {
      const townships = tree.children('500000', on).flatMap((district) => tree.children(district.key, on))
      expect(new Set(keys(townships)).size).toBe(1031)
      expect(townships).toHaveLength(1031)
      expect(townships.flatMap((township) => tree.children(township.key, on))).toHaveLength(11_270)
    }
  })

  it('ends 江北区 and 渝北区: no children, no code, no scope afterwards', () => {
    for (const key of ['500105', '500112']) {
      expect(tree.children(key, CHANGE)).toEqual([])
      expect(tree.resolveCode(key, CHANGE)).toBeUndefined()
      expect(tree.resolveCode(key, LAST_DAY)?.key).toBe(key)
      expect(tree.townshipsOf(key, CHANGE)).toEqual([])
    }
  })

  it('leaves the code of the new district unset rather than inventing one', () => {
    expect(tree.codeOf('liangjiang', TODAY)).toBeNull()
    expect(tree.codeOf('liangjiang', LAST_DAY)).toBeUndefined()
  })

  it('understands codes padded to twelve digits', () => {
    expect(tree.resolveCode('500113000000', TODAY)?.name).toBe('巴南区')
    expect(tree.resolveCode('500113103000', TODAY)?.name).toBe('界石镇')
    expect(tree.resolveCode('999999', TODAY)).toBeUndefined()
  })
})

describe('zones and scopes', () => {
  it('expands a zone to its townships, wherever they lie', () => {
    expect(tree.townshipsOf('zone-wansheng', TODAY)).toHaveLength(10)
    expect(tree.isWithin('500110004', 'zone-wansheng', TODAY)).toBe(true)
    expect(tree.isWithin('500110004', '500110', TODAY)).toBe(true)
    expect(names(tree.zonesOf('500110004', TODAY))).toEqual(['万盛经济技术开发区'])
  })

  it('ends the directly managed area of the old 两江新区 with the change', () => {
    expect(tree.townshipsOf('zone-liangjiang', LAST_DAY)).toHaveLength(8)
    expect(tree.townshipsOf('zone-liangjiang', CHANGE)).toEqual([])
  })

  it('names whole districts only where every township that carries the key is covered', () => {
    const scope = tree.scopeOf(['liangjiang'], TODAY)
    expect(scope.districts).toEqual(['500105'])
    expect(scope.townships).toHaveLength(42 - 12)
    expect(scope.townships).toContain('500109008')
    expect(scope.townships).not.toContain('500112135')
  })

  it('expands ordinary grants to what their level says', () => {
    expect(tree.scopeOf(['500113'], TODAY)).toEqual({ districts: ['500113'], townships: [], villages: [] })
    expect(tree.scopeOf(['500113103'], TODAY)).toEqual({ districts: [], townships: ['500113103'], villages: [] })
    expect(tree.scopeOf(['500113004001'], TODAY).villages).toEqual(['500113004001'])
    expect(tree.scopeOf(['500000'], TODAY).districts).toHaveLength(38)
    expect(tree.scopeOf(['500112', 'nonsense'], TODAY)).toEqual({ districts: [], townships: [], villages: [] })
  })
})

describe('search', () => {
  const find = (text: string, within?: string) =>
    names(tree.search(text, { on: TODAY, limit: 5, ...(within && { within }) }))

  it('finds by Chinese, by full pinyin and by initials', () => {
    expect(find('巴南')[0]).toBe('巴南区')
    expect(find('yudongjiedao')[0]).toBe('鱼洞街道')
    expect(find('yudong', '500113')).toContain('鱼洞街道')
    expect(find('bnq')[0]).toBe('巴南区')
    expect(find('ljxq')).toContain('两江新区')
  })

  it('finds any division by its short name, its pinyin and its initials inside its own parent', () => {
    for (const township of tree.children('500113', TODAY)) {
      for (const village of tree.children(township.key, TODAY)) {
        const options = { on: TODAY, within: township.key, limit: 50 }
        const pinyin = village.pinyin.replaceAll(' ', '')
        const initials = village.pinyin.replaceAll(/(\w)\w*\s?/g, '$1')
        for (const text of [shortName(village.name), pinyin, initials])
          expect(keys(tree.search(text, options)), text).toContain(village.key)
      }
    }
  })

  it('begins pinyin matches only at a syllable, so that “an” does not find 南', () => {
    expect(names(tree.search('an', { on: TODAY, levels: ['district'], limit: 50 }))).toEqual(['南岸区'])
  })

  it('narrows from the left with several words', () => {
    expect(find('渝北 人和')).toEqual([])
    expect(find('两江 人和')[0]).toBe('人和街道')
    expect(find('bnq jsz')[0]).toBe('界石镇')
  })

  it('shows nothing that has ended, and nothing for an empty text', () => {
    expect(find('渝北区')).not.toContain('渝北区')
    expect(names(tree.search('渝北区', { on: LAST_DAY, limit: 5 }))).toContain('渝北区')
    expect(find('  ')).toEqual([])
  })
})

describe('names in ledgers', () => {
  const banan = tree.villageIndex('500113', TODAY)
  const jieshi = tree.villageIndex('500113103', TODAY)

  it('accepts the published name and every usual short form of it', () => {
    const [key] = jieshi.villages('新玉村村民委员会')
    expect(tree.get(key ?? '')?.name).toBe('新玉村村民委员会')
    for (const text of ['新玉村', '新玉', '新玉村委会', ' 新 玉　村 ', key ?? ''])
      expect(jieshi.villages(text)).toEqual([key])
    expect(banan.villages('界石镇新玉村')).toEqual([key])
    expect(banan.villages('巴南区界石镇新玉村')).toEqual([key])
  })

  it('finds no village for a name that none has, and only what lies inside', () => {
    expect(banan.villages('幸福里村')).toEqual([])
    expect(banan.villages('')).toEqual([])
    expect(jieshi.villages('回龙寺村')).toEqual([])
  })

  it('returns all candidates of an ambiguous name, and one when the township is known', () => {
    const all = Map.groupBy(
      tree.children('500113', TODAY).flatMap((t) => tree.children(t.key, TODAY)),
      (v) => shortName(v.name),
    )
    const [name, twins] = [...all].find(([, list]) => list.length > 1) ?? ['', []]
    expect(keys(twins).sort()).toEqual([...banan.villages(name)].sort())
    for (const twin of twins) expect(banan.villages(name, twin.key.slice(0, 9))).toEqual([twin.key])
  })

  it('knows townships by name, stem and office', () => {
    for (const text of ['界石镇', '界石', '界石镇人民政府', '500113103'])
      expect(banan.townships(text)).toEqual(['500113103'])
    expect(banan.townships('鱼洞街道办事处')).toEqual(['500113004'])
    expect(banan.townships('沙坪坝')).toEqual([])
  })
})
