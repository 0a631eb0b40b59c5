import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import { DIGEST, FileMissing, type FileStore } from './file-store.ts'

export type S3Settings = {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const PREFIX = 'files/'

/** Files as objects of an S3 bucket (path style, so that MinIO and the clouds' own stores answer too). Bodies are signed. */
export function s3Store(settings: S3Settings): FileStore {
  const { accessKeyId, secretAccessKey, region } = settings
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 })
  const bucket = `${settings.endpoint.replace(/\/$/, '')}/${encodeURIComponent(settings.bucket)}`
  const urlOf = (digest: string): string => {
    if (!DIGEST.test(digest)) throw new RangeError('not a digest')
    return `${bucket}/${PREFIX}${digest}`
  }
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await client.fetch(url, init as Parameters<AwsClient['fetch']>[1])
    if (!answer.ok && answer.status !== 404) {
      await answer.body?.cancel()
      throw new Error(`the file store answered ${answer.status} to ${init.method ?? 'GET'}`)
    }
    return answer
  }
  return {
    put: async (content) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of content) chunks.push(chunk)
      const body = Buffer.concat(chunks)
      const digest = createHash('sha256').update(body).digest('hex')
      const answer = await ask(urlOf(digest), { method: 'PUT', body, headers: { 'x-amz-content-sha256': digest } })
      if (!answer.ok) throw new Error('the file store has no such bucket')
      return digest
    },
    open: async (digest) => {
      const answer = await ask(urlOf(digest))
      if (!answer.ok || answer.body === null) throw new FileMissing(`The file ${digest} is not in the bucket.`)
      return Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])
    },
    remove: async (digest) => void (await ask(urlOf(digest), { method: 'DELETE' })),
    list: async function* () {
      for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
        const query = new URLSearchParams({ 'list-type': '2', prefix: PREFIX })
        if (token !== undefined) query.set('continuation-token', token)
        const page = await (await ask(`${bucket}?${query}`)).text()
        for (const [, entry = ''] of page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
          const digest = tag(entry, 'Key')?.slice(PREFIX.length) ?? ''
          if (DIGEST.test(digest)) yield { digest, storedAt: new Date(tag(entry, 'LastModified') ?? 0) }
        }
        token = tag(page, 'NextContinuationToken')
      }
    },
  }
}

const tag = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll('&amp;', '&')
