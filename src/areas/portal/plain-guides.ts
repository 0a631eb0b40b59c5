import { html } from 'hono/html'
import { asSystem } from '../../platform/db/index.ts'
import type { PlainPage, Platform } from '../../platform/http/index.ts'
import { readDivision } from '../../policy/index.ts'
import { districts } from '../../ui/districts.ts'
import { readSettings } from '../rules/index.ts'
import { BENEFIT_WORDS } from './benefit-words.ts'
import { aboutTheText, guideFacts, whoMay } from './guide-facts.ts'
import { listGuides, readGuide } from './read-guide.ts'

const HOME = '500113'

/** P03 without script: the matters, and each of them for a district. The same words as the page of the app, from the same place. */
export const plainGuides = (platform: Platform): readonly PlainPage[] => [
  {
    path: '/guide',
    read: async () => ({
      title: '事项指南',
      body: html`<ul>${listGuides().map(
        ({ scheme, title }) =>
          html`<li><a href="/guide/${scheme}">${BENEFIT_WORDS[scheme]?.name ?? title}</a>
            ${BENEFIT_WORDS[scheme]?.what ?? ''}</li>`,
      )}</ul>`,
    }),
  },
  {
    path: '/guide/:scheme',
    read: async ({ params, query }) => {
      const division = readDivision(query.division ?? HOME) ?? HOME
      const settings = await asSystem(platform.db, (tx) => readSettings(tx))
      const guide = readGuide(params.scheme ?? '', { on: platform.today(), division, settings })
      if (guide === undefined) return undefined
      const words = BENEFIT_WORDS[guide.scheme]
      const place = districts.find((each) => each.key === division)?.name ?? '当地'
      return {
        title: words?.name ?? guide.title,
        body: html`
          ${words === undefined ? '' : html`<p>${words.what}</p>`}
          <h2>谁能办（${place}）</h2>
          ${whoMay(guide).map((line) => html`<p>${line}</p>`)}
          ${
            guide.papers.length === 0
              ? ''
              : html`<h2>要什么材料</h2>
                <ul>${guide.papers.map(({ label, free }) => html`<li>${label}${free ? '：免交' : ''}</li>`)}</ul>`
          }
          <h2>多久、多少钱、在哪办</h2>
          <dl>${guideFacts(guide).map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
          <h2>依据</h2>
          ${aboutTheText(guide).map((line) => html`<p>${line}</p>`)}
          ${guide.clauses.map(
            ({ says, verified }) =>
              html`<p>${says}（${verified === null ? '还没有核对过' : `最近核对 ${verified}`}）</p>`,
          )}
          <h2>别的区县</h2>
          <p>${districts.map(({ key, name }) => html`<a href="/guide/${guide.scheme}?division=${key}">${name}</a> `)}</p>
          <p><a href="/guide">全部事项</a></p>`,
      }
    },
  },
]
