import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { addressOf, call } from './api.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

const serve = async (answer: (request: IncomingMessage, response: ServerResponse, turn: number) => void) => {
  let turn = 0
  server = createServer((request, response) => answer(request, response, turn++))
  await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify(body))
}

it('fills the path and leaves empty values out of the query', () => {
  expect(
    addressOf('/api/elders/{district}/{id}', { district: '500113', id: 'a/b' }, { q: '', age: 80, x: undefined }),
  ).toBe('/api/elders/500113/a%2Fb?age=80')
})

it('reads an answer through its contract and refuses one that does not fit', async () => {
  const origin = await serve((_, response, turn) => json(response, 200, turn === 0 ? { count: 3 } : { count: 'three' }))
  const endpoint = { method: 'get', path: `${origin}/api/x`, response: z.object({ count: z.int() }) } as const
  expect(await call(endpoint)).toEqual({ ok: true, value: { count: 3 } })
  expect(await call(endpoint)).toMatchObject({ ok: false, refusal: { code: 'UNREADABLE_ANSWER' } })
})

it('turns problem+json into a refusal with the sentence of each field', async () => {
  const origin = await serve((_, response) =>
    json(response, 422, {
      code: 'ELDER_INVALID',
      detail: '有 1 处需要修改。',
      errors: [{ path: ['phones', 0], message: '电话号码少一位，请核对。' }],
    }),
  )
  const answer = await call({ method: 'post', path: `${origin}/api/x` }, { body: {} })
  expect(answer).toMatchObject({
    ok: false,
    refusal: {
      code: 'ELDER_INVALID',
      message: '有 1 处需要修改。',
      fields: { 'phones.0': '电话号码少一位，请核对。' },
    },
  })
})

it('tries a dropped write again with the same key, so it happens once', async () => {
  const keys: (string | undefined)[] = []
  const origin = await serve((request, response, turn) => {
    keys.push(request.headers['idempotency-key'] as string | undefined)
    if (turn === 0) request.socket.destroy()
    else if (turn === 1) json(response, 503, {})
    else json(response, 200, { id: 1 })
  })
  const answer = await call(
    { method: 'post', path: `${origin}/api/x`, response: z.object({ id: z.int() }) },
    { body: { a: 1 } },
  )
  expect(answer).toEqual({ ok: true, value: { id: 1 } })
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
})
