import { type Bucket, bucketKey, type Cursor, type DownloadAnswer, differing, type Item } from '../download.ts'
import { type PieceAnswer, piecesOf } from '../pieces.ts'
import { receive, type Standing, type Stored } from '../receive.ts'
import { clockOf, type Decision, type FieldRecord, type Outcome, type Upload, type UploadAnswer } from '../record.ts'

/** The server half as the fuzz sees it: the model below, and the real use cases over a real database. */
export type ServerHalf = {
  /** Answers, or is killed on the way: then nobody hears anything, and what was committed before stays. */
  upload: (upload: Upload, now: number, dieAfter: number) => Promise<UploadAnswer | 'killed'>
  piece: (
    device: string,
    file: { id: string; record: string; size: number },
    at: number,
  ) => Promise<PieceAnswer | 'killed'>
  download: (device: string, turn: number, have: Cursor) => Promise<DownloadAnswer>
  /** What became of each record that ever arrived, and how often it took effect. */
  told: () => Promise<Map<string, { standing: Standing; effects: number; skewMs: number }>>
  wholeFiles: () => Promise<string[]>
  change: (items: readonly Item[]) => Promise<void>
}

type Kept = Stored & { readonly record: FieldRecord; readonly skewMs: number; readonly other?: string }

/** The server without a database: a map of records, a head for each subject, a list of effects. */
export class ModelServer implements ServerHalf {
  readonly #records = new Map<string, Kept>()
  readonly #heads = new Map<string, string>()
  readonly #effects = new Map<string, number>()
  readonly #pieces = new Map<string, Set<number>>()
  readonly #whole = new Set<string>()
  #items: readonly Item[] = []

  async upload(upload: Upload, now: number, dieAfter: number): Promise<UploadAnswer | 'killed'> {
    const outcomes: Outcome[] = []
    for (const [at, record] of upload.records.entries()) {
      if (at === dieAfter) return 'killed'
      outcomes.push(this.#take(record, clockOf(record, upload.sentAt, now).skewMs))
    }
    return { outcomes, serverTime: now, wipe: 'no' }
  }

  #take(record: FieldRecord, skewMs: number): Outcome {
    const digest = JSON.stringify(record)
    const find = (id: string) => this.#records.get(id)
    const head = this.#heads.get(record.subject) ?? null
    const about = record.kind === 'decision' ? find((record.content as Decision).about) : undefined
    const situation = {
      same: find(record.id),
      find,
      head: about === undefined ? head : (this.#heads.get(about.subject) ?? null),
    }
    const verdict = receive(record, digest, situation)
    const { id } = record
    const keep = (standing: Standing, other?: string): void => {
      const { device, subject, base } = record
      this.#records.set(id, {
        id,
        device,
        subject,
        base,
        digest,
        standing,
        record,
        skewMs,
        ...(other === undefined ? {} : { other }),
      })
    }
    if (verdict.do === 'wait') return { id, outcome: 'early' }
    if (verdict.do === 'refuseChanged') return { id, outcome: 'refused', code: 'CHANGED', message: '' }
    if (verdict.do === 'setAside') keep('conflict', verdict.against)
    else if (verdict.do === 'apply') {
      if ((record.content as { bad?: boolean }).bad) keep('refused')
      else {
        keep('accepted')
        this.#apply(record)
      }
    } else if (verdict.do !== 'repeat') {
      // Some kinds cannot give one's own the place of the other: the person chooses again.
      const cannot = verdict.do === 'decide' && verdict.choice === 'mine' && record.seq % 3 === 0
      keep(cannot ? 'refused' : 'accepted')
      if (verdict.do === 'decide' && !cannot) this.#decide(verdict.about.id, verdict.choice, verdict.replaces)
    }
    return this.#outcomeOf(this.#records.get(id)!)
  }

  #apply(record: FieldRecord): void {
    this.#effects.set(record.id, (this.#effects.get(record.id) ?? 0) + 1)
    this.#heads.set(record.subject, record.id)
  }

  #decide(about: string, choice: Decision['choice'], replaces: string | null): void {
    const kept = this.#records.get(about)!
    this.#records.set(about, { ...kept, standing: choice === 'theirs' ? 'withdrawn' : 'accepted' })
    if (replaces !== null) this.#records.set(replaces, { ...this.#records.get(replaces)!, standing: 'superseded' })
    if (choice !== 'theirs') this.#apply(kept.record)
  }

  #outcomeOf({ id, standing, other }: Kept): Outcome {
    const theirs = other === undefined ? undefined : this.#records.get(other)
    if (standing === 'conflict' && theirs !== undefined)
      return {
        id,
        outcome: 'conflict',
        other: { id: theirs.id, by: '养老助理', madeAt: theirs.record.madeAt, content: theirs.record.content },
      }
    if (standing === 'refused') return { id, outcome: 'refused', code: 'BAD', message: '请改正后再上传。' }
    return { id, outcome: 'accepted' }
  }

  async piece(
    _device: string,
    file: { id: string; record: string; size: number },
    at: number,
  ): Promise<PieceAnswer | 'killed'> {
    const got = this.#pieces.get(file.id) ?? new Set()
    this.#pieces.set(file.id, got.add(at))
    let pieces = 0
    while (got.has(pieces)) pieces++
    const done = pieces === piecesOf(file.size)
    if (done) this.#whole.add(file.id)
    return { file: file.id, pieces, done }
  }

  async download(_device: string, turn: number, have: Cursor): Promise<DownloadAnswer> {
    return { turn, ...differing(bucketsOf(this.#items), have, 3) }
  }

  async told() {
    return new Map(
      [...this.#records.values()].map(({ id, standing, skewMs }) => [
        id,
        { standing, skewMs, effects: this.#effects.get(id) ?? 0 },
      ]),
    )
  }

  async wholeFiles() {
    return [...this.#whole]
  }

  async change(items: readonly Item[]) {
    this.#items = items.map((item) => {
      const head = this.#heads.get(item.id)
      return head === undefined ? item : { ...item, head }
    })
  }
}

export function bucketsOf(items: readonly Item[]): Bucket[] {
  return [...Map.groupBy(items, bucketKey)].map(([key, held]) => ({ key, digest: JSON.stringify(held), items: held }))
}
