import { html } from 'hono/html'
import { asSystem } from '../../platform/db/index.ts'
import type { Html, PlainPage, Platform } from '../../platform/http/index.ts'
import { type Cell, FindQuery, Key, type Place } from './contract.ts'
import { findPlaces } from './find.ts'
import { readPlaces } from './places.ts'
import { comparePlaces, readDetail, readPublicQueue } from './read-detail.ts'
import { refsOf, wantedOf } from './routes.ts'
import { QUEUE_GROUPS, ROW_IDS, ROWS, SOURCES, UNPUBLISHED } from './words.ts'

const sayCell = ({ text, source, on }: Cell): Html =>
  text === null
    ? html`${UNPUBLISHED}`
    : html`${text}（${source === null ? '' : SOURCES[source]}${on === null ? '' : ` ${on}`}）`
const linkTo = ({ district, id, name }: Pick<Place, 'district' | 'id' | 'name'>): Html =>
  html`<a href="/find/${district}/${id}">${name}</a>`

/** P06–P10 without script: the same words from the same reading. */
export const plainPages = (platform: Platform): readonly PlainPage[] => [
  {
    path: '/find',
    read: async ({ query }) => {
      const asked = FindQuery.safeParse(query)
      const { from, wanted } = wantedOf(asked.success ? asked.data : FindQuery.parse({}))
      const by = wanted.by ?? 'walk'
      const known = await asSystem(platform.db, (tx) =>
        readPlaces(tx, wanted.district, { now: platform.now(), today: platform.today(), from, by }),
      )
      const found = findPlaces(
        known.map((each) => each.place),
        wanted,
        platform.today(),
      )
      return {
        title: '找机构',
        body: html`<form><label>名称 <input name="name" value="${wanted.name ?? ''}"></label>
          <label>每月预算（元） <input name="budget" value="${query.budget ?? ''}"></label>
          <label><input type="checkbox" name="free" value="any"> 有空床</label> <button>查找</button></form>
          <p>${found.total} 家，${found.order}，${found.asOf}。${found.loosened === null ? '' : `没有完全符合的，已放宽：${found.loosened}。`}</p>
          <ul>${found.rows.map(
            (place) => html`<li>${linkTo(place)}，${place.kindWord}，${place.township}。床位 ${place.beds} 张，
              ${place.fresh ? `空床 ${place.free.all} 张` : '空床数 48 小时内未更新'}；
              ${place.basketFen === null ? '价格未公布' : `每月 ${(place.basketFen / 100).toFixed(2)} 元`}</li>`,
          )}</ul>
          <p><a href="/api/finder/data/facilities.csv">下载 CSV</a> <a href="/api/finder/data/dictionary.csv">数据字典</a></p>`,
      }
    },
  },
  {
    path: '/find/:district/:id',
    read: async ({ params }) => {
      const key = Key.safeParse(params)
      const read = key.success ? await asSystem(platform.db, (tx) => readDetail(tx, platform, key.data)) : undefined
      if (!read?.ok) return undefined
      const { place, cells, waiting } = read.value
      return {
        title: place.name,
        body: html`<dl>${ROW_IDS.map((id) => html`<dt>${ROWS[id]}</dt><dd>${sayCell(cells[id])}</dd>`)}</dl>
          ${waiting === null ? '' : html`<p><a href="/find/${place.district}/${place.id}/queue">轮候公示（${waiting} 位）</a></p>`}
          <p>预约参观请打机构电话。<a href="/find">回到找机构</a></p>`,
      }
    },
  },
  {
    path: '/find/:district/:id/queue',
    read: async ({ params }) => {
      const key = Key.safeParse(params)
      const read = key.success
        ? await asSystem(platform.db, (tx) => readPublicQueue(tx, platform, key.data))
        : undefined
      if (!read?.ok) return undefined
      const queue = read.value
      return {
        title: `${queue.name} 轮候公示`,
        body: html`<p>排队的次序：</p><ol>${queue.order.map((each) => html`<li>${each}</li>`)}</ol>
          <table><thead><tr><th>位次</th><th>编号</th><th>姓名</th>${queue.grouped ? html`<th>类别</th>` : ''}<th>已等（天）</th></tr></thead>
          <tbody>${queue.places.map(
            (each) => html`<tr><td>${each.place}</td><td>${each.number}</td><td>${each.name}</td>
              ${queue.grouped ? html`<td>${QUEUE_GROUPS[each.group] ?? ''}</td>` : ''}<td>${each.waitingDays}</td></tr>`,
          )}</tbody></table><p>更新到 ${queue.asOf}。</p>`,
      }
    },
  },
  {
    path: '/compare',
    read: async ({ query }) => {
      const refs = refsOf(query.ids ?? '')
      const { places, asOf } = await asSystem(platform.db, (tx) => comparePlaces(tx, platform, refs))
      return {
        title: '机构对比',
        body: html`<table><thead><tr><th>项目</th>${places.map(({ place }) => html`<th>${linkTo(place)}</th>`)}</tr></thead>
          <tbody>${ROW_IDS.map(
            (id) =>
              html`<tr><th>${ROWS[id]}</th>${places.map(({ cells }) => html`<td>${sayCell(cells[id])}</td>`)}</tr>`,
          )}</tbody></table><p>${asOf}</p>`,
      }
    },
  },
]
