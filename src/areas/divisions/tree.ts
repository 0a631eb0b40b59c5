import type { Day } from '../../platform/clock/day.ts'
import {
  type CodePeriod,
  type Division,
  type DivisionData,
  holds,
  type NamePeriod,
  type Parentage,
  type Zone,
} from './division.ts'
import { shortName } from './names.ts'
import { SearchIndex, type SearchOptions } from './search.ts'
import { VillageIndex } from './village-index.ts'

/** What a scope means for row security: whole districts where every township is covered, single townships or villages elsewhere. */
export type ScopeKeys = { districts: string[]; townships: string[]; villages: string[] }

/**
 * All divisions in memory, asked by day. Built once; a changed code or reform means a new tree. Every question takes the day it is
 * asked for, because a township of 2024 may belong to another district in 2026.
 */
export class DivisionTree {
  readonly #divisions = new Map<string, Division>()
  readonly #parents: Map<string, Parentage[]>
  readonly #children: Map<string, Parentage[]>
  readonly #codes: Map<string, CodePeriod[]>
  readonly #byCode: Map<string, CodePeriod[]>
  readonly #zones = new Map<string, Zone>()
  readonly #names: Map<string, NamePeriod[]>
  readonly #searchIndex: SearchIndex

  constructor(data: DivisionData) {
    for (const division of data.divisions) this.#divisions.set(division.key, division)
    for (const zone of data.zones) this.#zones.set(zone.key, zone)
    this.#parents = Map.groupBy(data.parentages, (p) => p.key)
    this.#children = Map.groupBy(data.parentages, (p) => p.parent)
    this.#codes = Map.groupBy(data.codes, (c) => c.key)
    this.#byCode = Map.groupBy(
      data.codes.filter((c) => c.code !== null),
      (c) => c.code as string,
    )
    const names = data.names ?? []
    this.#names = Map.groupBy(names, (n) => n.key)
    this.#searchIndex = new SearchIndex([
      ...data.divisions,
      ...names.flatMap(({ key, name, pinyin }) => {
        const division = this.#divisions.get(key)
        return division === undefined ? [] : [{ ...division, name, pinyin }]
      }),
    ])
  }

  /** Counts of all divisions in force on a day, by level. */
  counts(on: Day): Record<Division['level'], number> {
    const counts = { city: 0, district: 0, township: 0, village: 0 }
    for (const division of this.#divisions.values()) if (holds(division, on)) counts[division.level]++
    return counts
  }

  /** The division under a key, whether in force or ended. */
  get(key: string): Division | undefined {
    return this.#divisions.get(key)
  }

  /** The division under its name of a day; `get` gives the name that it came with. */
  named(key: string, on: Day): Division | undefined {
    const division = this.#divisions.get(key)
    const period = this.#names.get(key)?.find((n) => holds(n, on))
    return division && period ? { ...division, name: period.name, pinyin: period.pinyin } : division
  }

  zone(key: string): Zone | undefined {
    return this.#zones.get(key)
  }

  /** The zones that manage something on a day. */
  zones(on: Day): Zone[] {
    return [...this.#zones.values()].filter((zone) => holds(zone, on))
  }

  /** The zones that manage a township on a day. */
  zonesOf(township: string, on: Day): Zone[] {
    return this.zones(on).filter((zone) => zone.members.some((m) => m.township === township && holds(m, on)))
  }

  /** The parent on a day; undefined for the city and for a division that is not in force. */
  parent(key: string, on: Day): Division | undefined {
    const period = this.#parents.get(key)?.find((p) => holds(p, on))
    return period && this.named(period.parent, on)
  }

  /** From the city down to the parent; empty when the division is not in force. */
  ancestors(key: string, on: Day): Division[] {
    const up = this.parent(key, on)
    return up ? [...this.ancestors(up.key, on), up] : []
  }

  /** Direct children in force on a day, in the order of their keys. The children of a zone are its townships. */
  children(key: string, on: Day): Division[] {
    const zone = this.#zones.get(key)
    const keys = zone
      ? zone.members.filter((m) => holds(m, on)).map((m) => m.township)
      : (this.#children.get(key) ?? []).filter((p) => holds(p, on)).map((p) => p.key)
    return keys
      .map((child) => this.named(child, on))
      .filter((child): child is Division => child !== undefined && holds(child, on))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  /** True when `key` is `of` or lies in it on that day; `of` may be a zone. */
  isWithin(key: string, of: string, on: Day): boolean {
    const self = this.#divisions.get(key)
    if (!self || !holds(self, on)) return false
    const chain = [...this.ancestors(key, on).map((d) => d.key), key]
    const zone = this.#zones.get(of)
    return zone ? zone.members.some((m) => holds(m, on) && chain.includes(m.township)) : chain.includes(of)
  }

  /** Keys of the townships that a division or zone covers on a day; a township covers itself, a village none. */
  townshipsOf(scope: string, on: Day): string[] {
    const self = this.#divisions.get(scope)
    if (self?.level === 'township') return holds(self, on) ? [scope] : []
    return this.children(scope, on).flatMap((child) => {
      if (child.level === 'village') return []
      return child.level === 'township' ? [child.key] : this.townshipsOf(child.key, on)
    })
  }

  /**
   * Expands grants (keys of divisions or zones) to the scope settings of row security on a day. `districts` are the first six
   * characters of person rows, and only those all of whose townships are covered.
   */
  scopeOf(grants: readonly string[], on: Day): ScopeKeys {
    const villages = grants.filter(
      (key) => this.#divisions.get(key)?.level === 'village' && this.isWithin(key, key, on),
    )
    const covered = new Set(grants.flatMap((key) => this.townshipsOf(key, on)))
    const byDistrict = Map.groupBy(covered, districtOf)
    const districts: string[] = []
    const townships: string[] = []
    for (const [district, keys] of byDistrict) {
      if (keys.length === this.#townshipsKeyed(district)) districts.push(district)
      else townships.push(...keys)
    }
    return { districts: districts.sort(), townships: townships.sort(), villages }
  }

  /** How many townships carry a district in their key, whoever governs them today. */
  #townshipsKeyed(district: string): number {
    const keys = (this.#children.get(district) ?? []).map((p) => p.key).filter((key) => key.startsWith(district))
    return new Set(keys).size
  }

  /** The Chinese path on a day: `巴南区 / 鱼洞街道 / 新民街社区`; the city itself is left out, villages are short. */
  path(key: string, on: Day): string {
    const self = this.named(key, on)
    if (!self) return ''
    const chain = [...this.ancestors(key, on), self].filter((d) => d.level !== 'city')
    return chain.length === 0 ? self.name : chain.map((d) => shortName(d.name)).join(' / ')
  }

  /** The official code on a day; null where it is not known, undefined where there is none. */
  codeOf(key: string, on: Day): string | null | undefined {
    return this.#codes.get(key)?.find((c) => holds(c, on))?.code
  }

  /** The division that holds an official code on a day. Codes of 12 digits padded with zeros are understood. */
  resolveCode(code: string, on: Day): Division | undefined {
    const short = /^\d{12}$/.test(code) ? code.replace(/^(\d{6})0{6}$/, '$1').replace(/^(\d{9})000$/, '$1') : code
    const period = this.#byCode.get(short)?.find((c) => holds(c, on))
    return period && this.named(period.key, on)
  }

  /** All periods in which a code was or is held, by anyone. */
  holdersOf(code: string): readonly CodePeriod[] {
    return this.#byCode.get(code) ?? []
  }

  /**
   * Finds divisions by Chinese text, pinyin or initials, best first: equal, beginning with it, containing it; larger divisions
   * before smaller. Several words narrow from the left: `巴南 新民街`, `bnq xmj`.
   */
  search(text: string, options: SearchOptions): Division[] {
    // Found under any of its names, shown under that of the day.
    return this.#searchIndex.find(text, options, this).map((found) => this.named(found.key, options.on) ?? found)
  }

  /** Looks up the names of villages and townships inside a division or zone, as ledgers write them. */
  villageIndex(within: string, on: Day): VillageIndex {
    const townships = this.townshipsOf(within, on)
    const self = this.named(within, on)
    if (self?.level === 'village') return new VillageIndex([], [{ division: self, township: within.slice(0, 9) }])
    return new VillageIndex(
      townships.flatMap((key) => this.named(key, on) ?? []),
      townships.flatMap((township) => this.children(township, on).map((division) => ({ division, township }))),
    )
  }
}

/** The `district` of a person row: the district of 2023 that a township's or village's key names. No reform rewrites it. */
export const districtOf = (key: string): string => key.slice(0, 6)
