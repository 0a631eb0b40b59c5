import { expect, it } from 'vitest'
import { dayAt } from '../../platform/clock/day.ts'
import { districts } from '../../ui/districts.ts'
import { readDataset } from '../divisions/index.ts'

it('offers exactly the districts of today, under their names', () => {
  const today = dayAt(new Date())
  const valid = readDataset().divisions.filter(
    (one) => one.level === 'district' && one.validFrom <= today && (one.validTo === null || today < one.validTo),
  )
  expect(districts.map(({ key, name }) => ({ key, name }))).toEqual(valid.map(({ key, name }) => ({ key, name })))
})
