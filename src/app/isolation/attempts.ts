import { VILLAGES } from './places.ts'
import type { Planted } from './plant.ts'
import type { Random } from './random.ts'

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

const HOSTILE = [
  "' or '1'='1",
  "'; select * from elders.elder --",
  "%' union select name, address from elders.elder --",
  '{500101,500113}',
  '500113,500101',
  '*',
  '%',
  '_',
  '../../500101',
  '\u0000',
  '甲',
  'jiayi',
  'jy',
  '',
  '0',
  '-1',
  '99999999999999999999',
  'null',
  '[]',
]

/** Makes requests that somebody with bad intentions and good knowledge might send. `learnt` grows with what answers give away. */
export class Attacker {
  readonly #random: Random
  readonly #document: Document
  readonly #learnt: { ids: string[]; cursors: string[]; names: string[] }
  readonly #places: string[]

  constructor(random: Random, document: Document, planted: Planted) {
    this.#random = random
    this.#document = document
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
      if (ids.length < 400 && this.#random.chance(0.2)) ids.push(id)
    for (const [, cursor] of text.matchAll(/"(?:next|cursor|after)":"([^"]{1,400})"/g))
      if (cursor !== undefined && cursors.length < 200) cursors.push(cursor)
  }

  attempt({ method, path, operation }: Endpoint): Attempt {
    let url = path
    const query = new URLSearchParams()
    for (const parameter of operation.parameters ?? []) {
      const value = String(this.#value(parameter.name, parameter.schema ?? {}))
      if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(value || 'x'))
      else if (parameter.in === 'query' && (parameter.required === true || this.#random.chance(0.35)))
        query.append(parameter.name, value)
    }
    // A parameter that nobody declared must not widen anything either.
    if (this.#random.chance(0.1))
      query.append(this.#random.pick(['district', 'township', 'scope', 'in', 'as', 'account']), this.#place())
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

  #place = (): string => this.#random.pick(this.#places)

  #value(name: string, given: Schema, depth = 0): unknown {
    const schema = this.#resolve(given)
    const random = this.#random
    const choices = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
    if (choices !== undefined && random.chance(0.9)) return random.pick(choices)
    const kind = Array.isArray(schema.type) ? schema.type[0] : schema.type
    if (kind === 'object' || schema.properties !== undefined) return depth > 4 ? {} : this.#body(schema, depth + 1)
    if (kind === 'array')
      return Array.from({ length: random.below(3) }, () => this.#value(name, schema.items ?? {}, depth + 1))
    if (kind === 'boolean') return random.chance(0.5)
    if (kind === 'integer' || kind === 'number')
      return random.pick([1, 2, 10, 50, schema.maximum ?? 100, schema.minimum ?? 0])
    if (random.chance(0.07)) return random.pick(HOSTILE)
    if (/cursor|next|after|before/i.test(name)) return random.pick(this.#learnt.cursors)
    if (/division|district|township|village|place|^in$|within|area|scope|key/i.test(name)) return this.#place()
    if (schema.format === 'uuid' || /id$/i.test(name)) return random.pick(this.#learnt.ids)
    if (schema.format === 'date' || /day|date|^on$|from|until|^to$/i.test(name))
      return random.pick(['2026-11-01', '2026-11-21', '2020-01-01', '2024-01-01'])
    if (/month|period/i.test(name)) return random.pick(['2026-11', '2026-10'])
    return random.pick([...this.#learnt.names, this.#place(), random.pick(this.#learnt.ids)])
  }

  #body(given: Schema, depth = 0): Record<string, unknown> {
    const schema = this.#resolve(given)
    const body: Record<string, unknown> = {}
    for (const [name, each] of Object.entries(schema.properties ?? {}))
      if (schema.required?.includes(name) || this.#random.chance(0.5)) body[name] = this.#value(name, each, depth)
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
