import { expect, it } from 'vitest'
import { listRules } from '../../policy/index.ts'
import { findScheme } from '../applications/index.ts'
import { APPLIED } from './applied.ts'
import { BENEFIT_WORDS } from './benefit-words.ts'

it('says what it is for every benefit that P02 can show', () => {
  const shown = listRules({ subject: 'person' }).map((rule) => rule.id)
  // Not shown to the public: a list that the town keeps, and what follows from it is shown instead.
  expect(shown.filter((id) => id !== 'special-difficulty').filter((id) => BENEFIT_WORDS[id] === undefined)).toEqual([])
  expect(Object.keys(BENEFIT_WORDS).filter((id) => !shown.includes(id))).toEqual([])
})

it('offers 去申请 for exactly the benefits that are applied for here', () => {
  const here = listRules({ subject: 'person' }).filter((rule) => findScheme(rule.id) !== undefined)
  expect(here.map((rule) => rule.id).toSorted()).toEqual([...APPLIED].toSorted())
})
