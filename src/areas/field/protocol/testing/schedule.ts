import { expect } from 'vitest'
import {
  answered,
  correct,
  type Device,
  decide,
  learnHeads,
  newDevice,
  nextUpload,
  notAnswered,
  save,
  unsent,
} from '../device.ts'
import { ask, cursorOf, type DownloadAnswer, type Held, headsOf, type Item, nothingHeld, take } from '../download.ts'
import { type FileEntry, nextPiece, type PieceAnswer, pieceAnswered } from '../pieces.ts'
import type { Choice, Upload, UploadAnswer } from '../record.ts'
import { bucketsOf, type ServerHalf } from './model-server.ts'

/** A small seeded generator: the same seed makes the same schedule. */
export function randomOf(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Disk = { device: Device; files: FileEntry[]; held: Held }
type Phone = {
  disk: Disk
  /** Whether it waits for an answer: forgotten when the app is killed. */
  busy: boolean
  /** By how much its clock is wrong. */
  skew: number
  /** Every record of others that a download has ever shown on it: what was taken off the screen since was seen all the same. */
  shown: Set<string>
}
type Message =
  | { to: 'server'; what: 'upload'; upload: Upload }
  | { to: 'server'; what: 'piece'; from: number; file: FileEntry; at: number }
  | { to: 'server'; what: 'ask'; from: number; turn: number; have: Record<string, string> }
  | { to: number; what: 'uploaded'; answer: UploadAnswer }
  | { to: number; what: 'piece'; answer: PieceAnswer }
  | { to: number; what: 'items'; answer: DownloadAnswer }

const CHOICES: readonly Choice[] = ['both', 'theirs', 'mine']
const SUBJECTS = 3
const PHONES = 2
const KEEP_ROUNDS = 400

/** What happened in a schedule, so that a run can show that it reached what it is about. */
export type Reached = Record<
  'lost' | 'doubled' | 'killedApp' | 'killedServer' | 'conflicts' | 'refused' | 'skewed' | 'saved',
  number
>
export const nothingReached = (): Reached => ({
  lost: 0,
  doubled: 0,
  killedApp: 0,
  killedServer: 0,
  conflicts: 0,
  refused: 0,
  skewed: 0,
  saved: 0,
})

/**
 * Plays one random schedule of taps, calls, losses, repeats, reordering, wrong clocks, killed apps and killed servers, then lets the
 * network heal and checks that nothing is lost, nothing counted twice and nothing overwritten unseen.
 */
export async function playSchedule(
  seed: number,
  server: ServerHalf,
  idOf: (n: number) => string,
  reached: Reached,
): Promise<void> {
  const random = randomOf(seed)
  const below = (n: number) => Math.floor(random() * n)
  let now = 1_700_000_000_000
  let made = 0
  const newId = () => idOf(seed * 1000 + made++)
  const phones: Phone[] = Array.from({ length: PHONES }, () => ({
    disk: { device: newDevice(newId()), files: [], held: nothingHeld },
    busy: false,
    skew: 0,
    shown: new Set(),
  }))
  const subjects = Array.from({ length: SUBJECTS }, () => newId())
  const saved = new Set<string>()
  /** For each record, the records on its subject that its author could have seen when writing it. */
  const seen = new Map<string, Set<string>>()
  const decided = new Set<string>()
  const fileIds = new Set<string>()
  const network: Message[] = []
  const version = new Map<string, number>(subjects.map((subject) => [subject, 0]))

  const itemsNow = (): Item[] =>
    [...version].flatMap(([id, v]) =>
      v < 0 ? [] : [{ kind: 'visit', id, person: id, village: '500113103001', content: { v } }],
    )
  await server.change(itemsNow())

  const seenBy = ({ disk, shown }: Phone, subject: string): Set<string> => {
    const own = disk.device.entries.filter((each) => each.record.subject === subject)
    const others = own.flatMap((each) => (each.other === undefined ? [] : [each.other.id]))
    return new Set([...own.map((each) => each.record.id), ...others, ...shown])
  }
  const write = (phone: Phone, change: Partial<Disk>) => {
    phone.disk = { ...phone.disk, ...change }
  }
  const tap = (phone: Phone) => {
    const subject = subjects[below(SUBJECTS)]!
    const id = newId()
    seen.set(id, seenBy(phone, subject))
    const bad = random() < 0.1
    write(phone, {
      device: save(phone.disk.device, { id, kind: 'visit', subject, content: { bad, n: made }, now: now + phone.skew }),
    })
    saved.add(id)
    reached.saved++
    if (random() < 0.25) {
      const file = newId()
      fileIds.add(file)
      write(phone, {
        files: [
          ...phone.disk.files,
          { id: file, record: id, name: 'a.jpg', size: 100_000, sha256: '', sent: 0, done: false },
        ],
      })
    }
  }
  const isThere = (phone: Phone) => (record: string) =>
    phone.disk.device.entries.some(
      (each) => each.record.id === record && each.state !== 'waiting' && each.state !== 'sending',
    )
  const call = (phone: Phone, at: number) => {
    if (phone.busy) return
    const next = nextUpload(phone.disk.device, now + phone.skew, { records: 1 + below(3), bytes: 2_000 })
    if (next !== undefined) {
      write(phone, { device: next.device })
      network.push({ to: 'server', what: 'upload', upload: next.upload })
      phone.busy = true
      return
    }
    const piece = nextPiece(phone.disk.files, isThere(phone))
    if (piece !== undefined) {
      network.push({ to: 'server', what: 'piece', from: at, ...piece })
      phone.busy = true
    }
  }
  const refresh = (phone: Phone, at: number) => {
    write(phone, { held: ask(phone.disk.held) })
    network.push({ to: 'server', what: 'ask', from: at, turn: phone.disk.held.turn, have: cursorOf(phone.disk.held) })
  }
  const settlePeople = (phone: Phone) => {
    for (const { record, state, choice } of phone.disk.device.entries) {
      if (state === 'conflict' && choice === undefined) {
        reached.conflicts++
        decided.add(record.id)
        write(phone, {
          device: decide(phone.disk.device, record.id, CHOICES[below(3)]!, { id: newId(), now: now + phone.skew }),
        })
      } else if (state === 'refused') {
        reached.refused++
        const id = newId()
        seen.set(id, seenBy(phone, record.subject))
        saved.add(id)
        write(phone, {
          device: correct(phone.disk.device, record.id, { id, content: { n: made }, now: now + phone.skew }),
        })
      }
    }
  }
  const killApp = (phone: Phone) => {
    reached.killedApp++
    phone.busy = false
    write(phone, { device: notAnswered(phone.disk.device) })
  }
  const deliver = async (message: Message, calm: boolean): Promise<void> => {
    if (message.to === 'server') {
      const dieAfter = !calm && random() < 0.12 ? below(4) : Number.POSITIVE_INFINITY
      if (message.what === 'upload') {
        const at = phones.findIndex((each) => each.disk.device.id === message.upload.device)
        const answer = await server.upload(message.upload, now, dieAfter)
        if (answer === 'killed') reached.killedServer++
        else network.push({ to: at, what: 'uploaded', answer })
      } else if (message.what === 'piece') {
        const answer = await server.piece(phones[message.from]!.disk.device.id, message.file, message.at)
        if (answer !== 'killed') network.push({ to: message.from, what: 'piece', answer })
      } else {
        await server.change(itemsNow())
        const answer = await server.download(phones[message.from]!.disk.device.id, message.turn, message.have)
        network.push({ to: message.from, what: 'items', answer })
      }
      return
    }
    const phone = phones[message.to]!
    if (message.what === 'uploaded') {
      phone.busy = false
      write(phone, { device: answered(phone.disk.device, message.answer, now + phone.skew) })
    } else if (message.what === 'piece') {
      phone.busy = false
      write(phone, { files: pieceAnswered(phone.disk.files, message.answer) })
    } else {
      const held = take(phone.disk.held, message.answer)
      const isNew = held !== phone.disk.held
      for (const { items } of Object.values(held.buckets))
        for (const { head } of items) if (head !== undefined) phone.shown.add(head)
      write(phone, {
        held,
        ...(isNew ? { device: learnHeads(phone.disk.device, headsOf(message.answer.buckets)) } : {}),
      })
    }
  }

  const steps = 30 + below(60)
  for (let step = 0; step < steps; step++) {
    now += 1000 + below(100_000)
    const at = below(PHONES)
    const phone = phones[at]!
    const dice = random()
    if (dice < 0.18) tap(phone)
    else if (dice < 0.36) call(phone, at)
    else if (dice < 0.42) refresh(phone, at)
    else if (dice < 0.48) {
      phone.busy = false
      write(phone, { device: notAnswered(phone.disk.device) })
    } else if (dice < 0.54) killApp(phone)
    else if (dice < 0.58) {
      reached.skewed++
      phone.skew = below(10_000_000) - 5_000_000
    } else if (dice < 0.62) settlePeople(phone)
    else if (dice < 0.65) {
      const subject = subjects[below(SUBJECTS)]!
      version.set(subject, random() < 0.2 ? -1 : Math.abs(version.get(subject)!) + 1)
    } else if (network.length > 0) {
      const which = below(network.length)
      const message = network[which]!
      const fate = random()
      if (fate < 0.2) {
        network.splice(which, 1)
        reached.lost++
      } else {
        // A repeat stays in the network and comes again, in whatever order.
        if (fate > 0.35) network.splice(which, 1)
        else reached.doubled++
        await deliver(message, false)
      }
    }
  }

  // The network heals; repeats that are still under way come too, before and after.
  for (let round = 0; round < KEEP_ROUNDS; round++) {
    now += 1000
    while (network.length > 0) await deliver(network.splice(below(network.length), 1)[0]!, true)
    const open = phones.filter(
      ({ disk }) =>
        disk.device.entries.some(
          (e) => e.state === 'conflict' || e.state === 'refused' || e.state === 'waiting' || e.state === 'sending',
        ) || disk.files.some((f) => !f.done),
    )
    if (open.length === 0) break
    for (const [at, phone] of phones.entries()) {
      phone.busy = false
      write(phone, { device: notAnswered(phone.disk.device) })
      settlePeople(phone)
      call(phone, at)
    }
  }
  for (let more = 0; more < 4; more++) {
    for (const [at, phone] of phones.entries()) refresh(phone, at)
    while (network.length > 0) await deliver(network.shift()!, true)
  }
  await check(seed, server, phones, { saved, seen, decided, fileIds, items: itemsNow() })
}

type Truth = {
  saved: Set<string>
  seen: Map<string, Set<string>>
  decided: Set<string>
  fileIds: Set<string>
  items: Item[]
}

async function check(seed: number, server: ServerHalf, phones: readonly Phone[], truth: Truth): Promise<void> {
  const told = await server.told()
  const entries = phones.flatMap(({ disk }) => disk.device.entries)
  const faults: string[] = []
  for (const id of truth.saved) {
    const there = told.get(id)
    const entry = entries.find((each) => each.record.id === id)
    if (there === undefined) faults.push(`lost: ${id} (${entry?.state})`)
    else {
      const counts = there.standing === 'accepted' || there.standing === 'superseded'
      if (there.effects !== (counts ? 1 : 0)) faults.push(`${there.effects} effects: ${id} ${there.standing}`)
      const expected = {
        accepted: 'accepted',
        superseded: 'accepted',
        withdrawn: 'withdrawn',
        refused: 'replaced',
        conflict: 'conflict',
      }
      if (entry?.state !== expected[there.standing])
        faults.push(`${id}: server ${there.standing}, device ${entry?.state}`)
      if (!Number.isInteger(there.skewMs)) faults.push(`${id}: clock not measured`)
    }
  }
  // In the order in which they took effect, each record without a decision must have known the one before.
  const known = new Set([...entries.map((each) => each.record.id)])
  for (const id of told.keys()) if (!known.has(id)) faults.push(`nobody made ${id}`)
  for (const entry of entries)
    if (entry.state === 'accepted' && entry.record.kind !== 'decision' && !truth.decided.has(entry.record.id)) {
      const { base, id, subject } = entry.record
      const before = base === null ? undefined : base
      if (before !== undefined && !truth.seen.get(id)?.has(before)) faults.push(`${id} builds on ${before} unseen`)
      if (base === null) {
        const rivals = entries.filter(
          (each) =>
            each.record.subject === subject &&
            each.record.base === null &&
            each.state === 'accepted' &&
            !truth.decided.has(each.record.id),
        )
        if (rivals.length > 1) faults.push(`${subject}: ${rivals.length} first records without a decision`)
      }
    }
  for (const { disk } of phones) {
    const seqs = disk.device.entries.map((each) => each.record.seq)
    if (seqs.some((seq, at) => seq !== at + 1)) faults.push(`holes in the journal: ${seqs.join()}`)
    if (unsent(disk.device) > 0) faults.push('something is still waiting')
    const held = Object.values(disk.held.buckets).flatMap(({ items }) => items.map(({ head: _, ...item }) => item))
    const right = bucketsOf(truth.items).flatMap(({ items }) => items)
    if (JSON.stringify(sorted(held)) !== JSON.stringify(sorted(right)))
      faults.push('the device holds something else than the server')
  }
  const whole = await server.wholeFiles()
  for (const file of truth.fileIds)
    if (whole.filter((each) => each === file).length !== 1)
      faults.push(`file ${file} is there ${whole.filter((each) => each === file).length} times`)
  expect(faults, `schedule ${seed}`).toEqual([])
}

const sorted = (items: readonly Item[]) => [...items].sort((a, b) => (a.id < b.id ? -1 : 1))
