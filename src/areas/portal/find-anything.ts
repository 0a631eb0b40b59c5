import { call } from '../../ui/api.ts'
import { matchOf } from '../../ui/initials.ts'
import type { Answer } from '../../ui/refusal.ts'
import { BENEFIT_WORDS } from './benefit-words.ts'
import { NEEDS } from './needs.ts'
import { searchPlaces } from './portal-calls.ts'

/** One line of the search of P01: what it is, what it is about, and the page that it opens. */
export type Finding = { group: '待遇' | '事项' | '条款' | '地方'; label: string; note: string; href: string }

const MOST_OF_A_KIND = 6
const MOST_PLACES = 8

/**
 * Benefits, matters, clauses and places for some words or pinyin initials. The rulebook is loaded when somebody searches and not
 * before; only the words that look like a place go to the server.
 */
export async function findAnything(text: string): Promise<Answer<readonly Finding[]>> {
  const wanted = text.trim()
  if (wanted === '') return { ok: true, value: [] }
  const [policy, places] = await Promise.all([
    import('../../policy/index.ts'),
    call(searchPlaces, { query: { q: wanted, limit: MOST_PLACES } }),
  ])
  const fits = (...texts: readonly (string | undefined)[]) =>
    texts.some((each) => each !== undefined && matchOf(each, wanted) !== undefined)
  const rules = policy.listRules().filter((rule) => rule.subject === 'person')
  const benefits = rules.flatMap((rule): Finding[] => {
    const words = BENEFIT_WORDS[rule.id]
    const label = words?.name ?? rule.title
    return fits(label, rule.title, words?.what)
      ? [{ group: '待遇', label, note: words?.what ?? '', href: `/policy/${rule.id}` }]
      : []
  })
  const matters = NEEDS.flatMap((need): Finding[] =>
    fits(need.label, need.hint, ...need.by)
      ? [{ group: '事项', label: need.label, note: need.hint, href: `/help?need=${need.id}` }]
      : [],
  )
  const clauses = policy.listRules().flatMap((rule): Finding[] =>
    rule.clauses.flatMap((clause): Finding[] => {
      const says = policy.sayClause(clause)
      return fits(says) ? [{ group: '条款', label: says, note: rule.title, href: `/policy/${rule.id}` }] : []
    }),
  )
  const found = places.ok ? places.value.items : []
  return {
    ok: true,
    value: [
      ...benefits.slice(0, MOST_OF_A_KIND),
      ...matters.slice(0, MOST_OF_A_KIND),
      ...clauses
        .filter((one, at) => clauses.findIndex((other) => other.label === one.label) === at)
        .slice(0, MOST_OF_A_KIND),
      ...found.map(
        (place): Finding => ({
          group: '地方',
          label: place.name,
          note: place.path,
          href: `/help?place=${encodeURIComponent(place.path)}`,
        }),
      ),
    ],
  }
}
