import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type S3Server = {
  endpoint: string
  objects: Map<string, { body: Buffer; at: Date }>
  /** Answers 503 to this many requests to come. */
  failNext: (count: number) => void
  close: () => Promise<void>
}

type Secrets = { accessKeyId: string; secretAccessKey: string; region: string; bucket: string }

/** As much of S3 as the store speaks: PUT, GET, DELETE, ListObjectsV2 in pages of two, every signature checked as SigV4 says. */
export async function startS3Server(secrets: Secrets): Promise<S3Server> {
  const objects = new Map<string, { body: Buffer; at: Date }>()
  let failures = 0
  const server = createServer(async (request, response) => {
    const body = await readAll(request)
    if (failures > 0) {
      failures--
      return answer(response, 503, '<Error><Code>SlowDown</Code></Error>')
    }
    const fault = signatureFault(request, body, secrets)
    if (fault !== undefined) return answer(response, 403, `<Error><Code>${fault}</Code></Error>`)
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [, bucket, ...rest] = url.pathname.split('/')
    if (bucket !== secrets.bucket) return answer(response, 404, '<Error><Code>NoSuchBucket</Code></Error>')
    const key = rest.join('/')
    if (request.method === 'PUT') {
      objects.set(key, { body, at: new Date() })
      return answer(response, 200, '')
    }
    if (request.method === 'DELETE') {
      objects.delete(key)
      return answer(response, 204, '')
    }
    if (key === '') return answer(response, 200, listing(objects, url.searchParams))
    const found = objects.get(key)
    if (found === undefined) return answer(response, 404, '<Error><Code>NoSuchKey</Code></Error>')
    return answer(response, 200, found.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    failNext: (count) => {
      failures = count
    },
    close: () => new Promise((done) => server.close(() => done())),
  }
}

function listing(objects: Map<string, { at: Date }>, query: URLSearchParams): string {
  const from = query.get('continuation-token') ?? ''
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key >= from).sort()
  const entries = keys
    .slice(0, 2)
    .map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>${objects.get(key)?.at.toISOString()}</LastModified></Contents>`,
    )
  const next = keys[2] === undefined ? '' : `<NextContinuationToken>${keys[2]}</NextContinuationToken>`
  return `<ListBucketResult>${entries.join('')}${next}</ListBucketResult>`
}

/** Recomputes AWS Signature Version 4 from the request; undefined when it is right. */
function signatureFault(request: IncomingMessage, body: Buffer, secrets: Secrets): string | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (parts === null) return 'MissingSecurityHeader'
  const [, accessKeyId, date, region, signedHeaders = '', signature] = parts
  if (accessKeyId !== secrets.accessKeyId || region !== secrets.region) return 'InvalidAccessKeyId'
  const claimed = String(request.headers['x-amz-content-sha256'])
  if (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  if (body.length > 0 && claimed === 'UNSIGNED-PAYLOAD') return 'BodyNotSigned'
  const url = new URL(request.url ?? '/', 'http://localhost')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
  const canonical = [request.method, url.pathname, query, headers.join(''), signedHeaders, claimed].join('\n')
  const time = String(request.headers['x-amz-date'])
  const place = `${date}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', time, place, sha256(canonical)].join('\n')
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part ?? ''),
    Buffer.from(`AWS4${secrets.secretAccessKey}`),
  )
  return hmac(key, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch'
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, status: number, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(body)
}
