import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { KnownDevice } from './devices.ts'
import { readChain } from './inbox.ts'
import type { FieldParts } from './kinds.ts'
import { PIECE_BYTES, type PieceAnswer, piecesOf } from './protocol/pieces.ts'
import { refusals } from './refusals.ts'

export type Piece = {
  readonly file: string
  readonly at: number
  readonly record: string
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly bytes: Buffer
}

/**
 * Takes one piece of a photo; again changes nothing. With the last one the whole is checked against its hash and handed to the area of
 * its record in the same transaction; where it does not fit, the pieces go and the device begins again.
 */
export function takePiece(device: KnownDevice, parts: FieldParts, piece: Piece): Promise<Result<PieceAnswer>> {
  return inScope(device.platform.db, device.principal.scope, (tx) => takeInside(tx, device, parts, piece))
}

async function takeInside(tx: Tx, device: KnownDevice, parts: FieldParts, piece: Piece): Promise<Result<PieceAnswer>> {
  const { platform, principal } = device
  const { district } = device.device
  const whole = piecesOf(piece.size)
  if (piece.at >= whole || piece.bytes.length > PIECE_BYTES) return refuse(refusals.fileDiffers())
  // Read under the sender's own scope and account: a photo for somebody else's record is not found.
  const kept = (await readChain(tx, district, [piece.record])).get(piece.record)
  if (kept === undefined || kept.account !== principal.account) return refuse(refusals.fileOfAnother())
  await sql`
    insert into field.file (district, id, record_id, device, account, township, village, name, size, sha256)
    values (${district}, ${piece.file}, ${piece.record}, ${device.device.id}, ${principal.account}, ${kept.township}, ${kept.village},
            ${piece.name}, ${piece.size}, ${Buffer.from(piece.sha256, 'hex')})
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ record: string; sha256: string; size: number; done: boolean }>`
    select record_id::text as record, encode(sha256, 'hex') as sha256, size, done_at is not null as done
      from field.file where district = ${district} and id = ${piece.file} for update`.execute(tx)
  const file = rows[0]
  if (file === undefined || file.record !== piece.record || file.sha256 !== piece.sha256 || file.size !== piece.size)
    return refuse(refusals.fileOfAnother())
  if (file.done) return ok({ file: piece.file, pieces: whole, done: true })
  await sql`
    insert into field.piece (district, file_id, account, at, data_cipher)
    values (${district}, ${piece.file}, ${principal.account}, ${piece.at}, ${platform.keyring.seal(piece.bytes.toString('base64'))})
    on conflict do nothing`.execute(tx)
  const held = await sql<{ at: number; cipher: Buffer }>`
    select at, data_cipher as cipher from field.piece where district = ${district} and file_id = ${piece.file} order by at`.execute(
    tx,
  )
  const fromTheFirst = held.rows.findIndex((row, n) => row.at !== n)
  const pieces = fromTheFirst < 0 ? held.rows.length : fromTheFirst
  if (pieces < whole) return ok({ file: piece.file, pieces, done: false })
  const content = Buffer.concat(held.rows.map(({ cipher }) => Buffer.from(platform.keyring.open(cipher), 'base64')))
  await sql`delete from field.piece where district = ${district} and file_id = ${piece.file}`.execute(tx)
  if (content.length !== piece.size || createHash('sha256').update(content).digest('hex') !== piece.sha256)
    return ok({ file: piece.file, pieces: 0, done: false })
  const place = { district, township: kept.township, village: kept.village, elder: kept.elder }
  const taken = await parts.kinds
    .find((kind) => kind.kind === kept.kind)
    ?.takeFile?.(tx, device, { record: kept.id, place, id: piece.file, name: piece.name, content })
  if (taken?.ok === false) return refuse(taken.refusal)
  await sql`update field.file set done_at = ${platform.now()} where district = ${district} and id = ${piece.file}`.execute(
    tx,
  )
  return ok({ file: piece.file, pieces: whole, done: true })
}
