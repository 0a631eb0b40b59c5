/** Eight clients that each send the next question as soon as the last is answered. */
import { Agent, request } from 'node:http'

export type Question = (n: number) => { as: string; path: string; body?: object }
export type Figure = { perSecond: number; p50Ms: number; p95Ms: number; errors: number }

const CLIENTS = 8
let asked = 0

export async function drive(port: number, question: Question, seconds: number): Promise<Figure> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const times: number[] = []
  let errors = 0
  const until = performance.now() + seconds * 1000
  const from = performance.now()
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < until) {
        const at = performance.now()
        const status = await send(agent, port, question(asked++))
        times.push(performance.now() - at)
        if (status >= 300) errors++
      }
    }),
  )
  const spent = (performance.now() - from) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => Number((times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2))
  return { perSecond: Math.round(times.length / spent), p50Ms: at(0.5), p95Ms: at(0.95), errors }
}

function send(agent: Agent, port: number, { as, path, body }: ReturnType<Question>): Promise<number> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((done, fail) => {
    const headers = {
      'x-district': as,
      ...(text !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'idempotency-key': crypto.randomUUID(),
      }),
    }
    const call = request(
      { agent, port, host: '127.0.0.1', path, method: text === undefined ? 'GET' : 'POST', headers },
      (response) => {
        response.resume()
        response.once('end', () => done(response.statusCode ?? 0))
      },
    )
    call.once('error', fail)
    call.end(text)
  })
}
