import type { Scope } from '../../platform/db/index.ts'
import { VILLAGES } from './places.ts'
import type { Planted } from './plant.ts'
import type { Random } from './random.ts'
import { HOSTILE, likelyValues } from './values.ts'

type Schema = {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  $ref?: string
  minimum?: number
  maximum?: number
}
type Parameter = { name: string; in: string; required?: boolean; schema?: Schema }
type Operation = { parameters?: Parameter[]; requestBody?: { content?: Record<string, { schema?: Schema }> } }
export type Document = {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

export type Endpoint = { method: string; path: string; operation: Operation }
export type Attempt = { method: string; url: string; body?: unknown; form?: boolean }

/** Every endpoint of the product, as its own document lists them: what is added later is attacked without being named here. */
export const endpointsOf = (document: Document): Endpoint[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )

const NOWHERE: Scope = { account: '', districts: [], townships: [], villages: [] }

const reaches = ({ districts, townships, villages }: Scope, village: string): boolean =>
  districts.includes(village.slice(0, 6)) || townships.includes(village.slice(0, 9)) || villages.includes(village)

/** Where moving a planted row is an honest act; it stays in its village, so that its marks go on telling where it belongs. */
const MOVING =
  /^\/api\/elders\/(\{id\}$|.*facts|merges|transfers|duplicates)|^\/api\/imports\/.*transfer|^\/api\/elders$/

/** Names under which a person is meant, whatever the path. */
const PERSON = /^(elders?|elderIds?|ids|subject(Id)?|person(Id)?|kept|gone|low|high|relatedElder|payee)$/

type Focus = { village: string; polite: boolean; moving: boolean; path: string }

/**
 * Makes requests that somebody with bad intentions and good knowledge might send. Most are well formed and about one village, the
 * attacker's own or another one, since only what is answered can give anything away; the rest are hostile.
 * `learnt` grows with what answers give away.
 */
export class Attacker {
  readonly #random: Random
  readonly #document: Document
  readonly #planted: Planted
  readonly #learnt: { ids: string[]; cursors: string[]; names: string[] }
  readonly #places: string[]
  #focus: Focus = { village: VILLAGES[0], polite: true, moving: false, path: '' }

  constructor(random: Random, document: Document, planted: Planted) {
    this.#random = random
    this.#document = document
    this.#planted = planted
    this.#learnt = {
      ids: [...planted.ids],
      cursors: ['eyJ9'],
      names: [
        ...planted.names,
        ...planted.numbers,
        ...planted.phones,
        ...planted.numbers.map((each) => each.slice(-4)),
      ],
    }
    this.#places = [
      ...new Set(VILLAGES.flatMap((village) => [village, village.slice(0, 9), village.slice(0, 6)])),
      '500000',
      'liangjiang',
      'zone-wansheng',
    ]
  }

  /** Ids and cursors of an answer, whoever got it, are tried by everybody from now on. */
  learn(text: string): void {
    const { ids, cursors } = this.#learnt
    for (const [id] of text.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g))
      if (ids.length < 2000 && this.#random.chance(0.2)) ids.push(id)
    for (const [, cursor] of text.matchAll(/"(?:next|cursor|after)":"([^"]{1,400})"/g))
      if (cursor !== undefined && cursors.length < 200) cursors.push(cursor)
  }

  /** A request to an endpoint, of somebody who may see the places given. */
  attempt({ method, path, operation }: Endpoint, scope: Scope = NOWHERE): Attempt {
    const random = this.#random
    const own = VILLAGES.filter((village) => reaches(scope, village))
    const village = own.length > 0 && random.chance(0.5) ? random.pick(own) : random.pick(VILLAGES)
    this.#focus = { village, polite: random.chance(0.75), moving: MOVING.test(path) && method !== 'GET', path }
    const { polite } = this.#focus
    let url = path
    const query = new URLSearchParams()
    for (const parameter of operation.parameters ?? []) {
      const value = String(this.#value(parameter.name, parameter.schema ?? {}) ?? '')
      if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(value || 'x'))
      else if (parameter.in === 'query' && (parameter.required === true || random.chance(polite ? 0.12 : 0.35)))
        query.append(parameter.name, value)
    }
    // A parameter that nobody declared must not widen anything either.
    if (random.chance(0.1))
      query.append(random.pick(['district', 'township', 'scope', 'in', 'as', 'account']), this.#place(''))
    const content = operation.requestBody?.content ?? {}
    const form = content['multipart/form-data']?.schema
    const schema = content['application/json']?.schema ?? form
    const whole = query.size === 0 ? url : `${url}?${query}`
    return {
      method,
      url: whole,
      ...(schema === undefined ? {} : { body: this.#body(schema), form: form !== undefined }),
    }
  }

  /** Of the village in question, as narrow as the name asks; of any other place where nothing could be moved there. */
  #place(name: string): string {
    const { village, polite, moving } = this.#focus
    if (!moving && !this.#random.chance(polite ? 0.9 : 0.4)) return this.#random.pick(this.#places)
    if (/district/i.test(name)) return village.slice(0, 6)
    if (/township/i.test(name)) return village.slice(0, 9)
    if (/village/i.test(name) || moving) return village
    return village.slice(0, this.#random.pick([6, 9, 12]))
  }

  /** Of the thing that the name and the path speak of, in the village in question; now and then of anything else. */
  #id(name: string): string {
    const { village, polite, moving, path } = this.#focus
    const steps = path.split('/').filter((step) => step !== '')
    const before = steps[steps.indexOf(`{${name}}`) - 1]
    const words = [name.replace(/Ids?$/, ''), before ?? '', steps[1] ?? ''].map((word) => word.replace(/(e?s)$/, ''))
    const here = this.#planted.rows.filter((row) => row.village === village)
    if (moving || this.#random.chance(polite ? 0.95 : 0.5)) {
      const people = here.filter(({ table }) => table === 'elders.elder')
      if (PERSON.test(name) && people.length > 0) return this.#random.pick(people).id
      for (const word of words) {
        const fitting = here.filter(({ table }) => table.split('.')[1] === word)
        const inArea = fitting.filter(({ table }) => table.startsWith(`${steps[1]}.`))
        if (fitting.length > 0) return this.#random.pick(inArea.length > 0 ? inArea : fitting).id
      }
    }
    return this.#random.pick(this.#learnt.ids)
  }

  #value(name: string, given: Schema, depth = 0): unknown {
    const schema = this.#resolve(given)
    const random = this.#random
    const { polite, moving } = this.#focus
    const choices = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
    if (choices !== undefined && (polite || random.chance(0.9)))
      return random.pick(moving ? choices.filter((choice) => choice !== 'residence') : choices)
    const kinds = [schema.type ?? []].flat()
    if (kinds.includes('null') && random.chance(0.3)) return null
    const kind = kinds.find((each) => each !== 'null')
    if (kind === 'object' || schema.properties !== undefined) return depth > 4 ? {} : this.#body(schema, depth + 1)
    if (kind === 'array') {
      const length = polite ? 1 + random.below(2) : random.below(3)
      return Array.from({ length }, () => this.#value(name, schema.items ?? {}, depth + 1))
    }
    if (kind === 'boolean') return random.chance(0.5)
    if (kind === 'integer' || kind === 'number') {
      const [least, most] = [schema.minimum ?? 0, schema.maximum ?? 100]
      return random.pick([1, 2, 10, 50, least, most].filter((each) => !polite || (each >= least && each <= most)))
    }
    if (!polite && random.chance(0.15)) return random.pick(HOSTILE)
    return this.#text(name, schema)
  }

  #text(name: string, schema: Schema): string {
    const random = this.#random
    if (/^cursor$|^next$|^after$|^before$/i.test(name)) return random.pick(this.#learnt.cursors)
    if (/^(elders|ids)$/.test(name) && schema.format !== 'uuid') return [this.#id(name), this.#id(name)].join(',')
    if (schema.format === 'uuid' || /id$/i.test(name)) return this.#id(name)
    const likely = likelyValues(name, schema.format)
    if (likely !== undefined) return random.pick(likely)
    if (/division|district|township|village|place|^in$|within|scope|key/i.test(name)) return this.#place(name)
    if (/phone/i.test(name)) return random.pick(this.#planted.phones)
    if (/^idNumber$|^number$/i.test(name)) return random.pick(this.#planted.numbers)
    return random.pick([...this.#learnt.names, this.#place(name), this.#id(name)])
  }

  #body(given: Schema, depth = 0): Record<string, unknown> {
    const schema = this.#resolve(given)
    const body: Record<string, unknown> = {}
    for (const [name, each] of Object.entries(schema.properties ?? {}))
      if (schema.required?.includes(name) || this.#random.chance(this.#focus.polite ? 0.25 : 0.5))
        body[name] = this.#value(name, each, depth)
    return body
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1)
    if (name !== undefined) return this.#resolve(this.#document.components?.schemas?.[name] ?? {})
    const parts = schema.anyOf ?? schema.oneOf
    if (parts !== undefined && parts.length > 0) return this.#resolve(this.#random.pick(parts))
    if (schema.allOf !== undefined) {
      const all = schema.allOf.map((each) => this.#resolve(each))
      const properties = Object.assign({}, ...all.map((each) => each.properties ?? {})) as Record<string, Schema>
      return { type: 'object', properties, required: all.flatMap((each) => each.required ?? []) }
    }
    return schema
  }
}
