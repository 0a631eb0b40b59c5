import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { placesByKey } from '../../policy/index.ts'
import { DivisionTree, readDataset } from '../divisions/index.ts'

const BEFORE = day('2025-11-05')
const REFORM = day('2025-11-06')

/** The rulebook tells places by their keys alone; here that is held against the published divisions. */
describe('规则所及之地与区划一致', () => {
  it('agrees with the published divisions for every township, before and after the reform', () => {
    const data = readDataset()
    const tree = new DivisionTree(data)
    for (const on of [BEFORE, REFORM]) {
      for (const { key, level } of data.divisions) {
        if (level !== 'township') continue
        const parent = tree.parent(key, on)
        if (parent) expect(placesByKey.chain(key, on)[1], `${key} on ${on}`).toBe(parent.key)
      }
    }
  })

  it('gives an extent for SQL that holds exactly the townships of a place', () => {
    const townships = readDataset().divisions.filter((division) => division.level === 'township')
    for (const on of [BEFORE, REFORM]) {
      for (const place of ['liangjiang', '500109', '500112', '500105', '500113']) {
        const { prefixes, keys } = placesByKey.extent(place, on)
        const held = townships.filter(
          ({ key }) => keys.includes(key) || prefixes.some((prefix) => key.startsWith(prefix)),
        )
        const inside = townships.filter(({ key }) => placesByKey.chain(key, on).includes(place))
        if (!(place === 'liangjiang' && on < REFORM))
          expect(held.map((each) => each.key)).toEqual(inside.map((each) => each.key))
      }
    }
  })
})
