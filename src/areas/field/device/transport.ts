import type { z } from 'zod'
import { refusalFrom } from '../../../ui/refusal.ts'
import { DownloadOut, PieceOut, Standing, UploadOut } from '../contract.ts'
import type { Cursor, DownloadAnswer } from '../protocol/download.ts'
import type { FileEntry, PieceAnswer } from '../protocol/pieces.ts'
import type { Upload, UploadAnswer, Wipe } from '../protocol/record.ts'

/** The key ended or was taken back: the person signs in again; nothing on the device is touched. */
export class SignedOut extends Error {
  override name = 'SignedOut'
}

/** No network, or a server in trouble: nothing is known of what was sent. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
}

/** The server has answered that it does not take this. */
export class NotTaken extends NoAnswer {
  override name = 'NotTaken'
}

const PATIENCE_MS = 30_000

/** The calls of a device, with its own key instead of a session. @throws SignedOut, NoAnswer */
export class Transport {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  async upload(upload: Upload, waiting: number): Promise<UploadAnswer> {
    return (await this.#json('upload', { ...upload, waiting }, UploadOut)) as UploadAnswer
  }

  async download(
    turn: number,
    have: Cursor,
  ): Promise<DownloadAnswer & { leftOut: number; serverTime: number; today: string; wipe: Wipe }> {
    return await this.#json('download', { turn, have }, DownloadOut)
  }

  async piece(file: FileEntry, at: number, bytes: ArrayBuffer): Promise<PieceAnswer> {
    const query = new URLSearchParams({
      record: file.record,
      name: file.name,
      size: String(file.size),
      sha256: file.sha256,
    })
    return read(await this.#send(`files/${file.id}/${at}?${query}`, 'PUT', bytes), PieceOut)
  }

  async wiped(): Promise<void> {
    await this.#send('wiped', 'POST', '{}', 'application/json')
  }

  async #json<S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.infer<S>> {
    return read(await this.#send(path, 'POST', JSON.stringify(body), 'application/json'), schema)
  }

  async #send(path: string, method: string, body: BodyInit, type = 'application/octet-stream'): Promise<Response> {
    const response = await fetch(`/api/field/${path}`, {
      method,
      body,
      headers: { authorization: `Device ${this.#key}`, 'content-type': type, accept: 'application/json' },
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((cause: unknown) => {
      throw new NoAnswer('no network', { cause })
    })
    if (response.status === 401) throw new SignedOut()
    if (!response.ok) {
      const Kind = [404, 409, 413, 422].includes(response.status) ? NotTaken : NoAnswer
      throw new Kind(refusalFrom(response.status, await response.json().catch(() => null)).message)
    }
    return response
  }
}

async function read<S extends z.ZodType>(response: Response, schema: S): Promise<z.infer<S>> {
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new NoAnswer('broken off', { cause })
  })
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new NoAnswer('unreadable')
  return parsed.data
}

/** Whether this device is to be emptied, asked before anything is unlocked; `no` where nobody can be asked. */
export async function askStanding(district: string, device: string): Promise<Wipe> {
  try {
    const response = await fetch(`/api/field/standing/${district}/${device}`, { credentials: 'omit' })
    const parsed = Standing.safeParse(await response.json())
    return parsed.success ? parsed.data.wipe : 'no'
  } catch {
    return 'no'
  }
}
