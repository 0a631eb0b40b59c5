/** What may follow what. The tables' checks, the buttons and the decisions all read these; nothing here knows a database. */

export const APPLICATION_MOVES = {
  waiting: ['offered', 'withdrawn', 'closed'],
  offered: ['waiting', 'admitted', 'withdrawn', 'closed'],
  admitted: [],
  withdrawn: [],
  closed: [],
} as const satisfies Record<string, readonly string[]>
export type ApplicationState = keyof typeof APPLICATION_MOVES

export const OFFER_MOVES = {
  open: ['accepted', 'declined', 'passed', 'cancelled'],
  accepted: ['used', 'declined', 'cancelled'],
  used: [],
  declined: [],
  passed: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>
export type OfferState = keyof typeof OFFER_MOVES

/** What a bed is to whoever looks at the board today. `closed` is a bed out of service. */
export const BED_MOVES = {
  free: ['offered', 'occupied', 'closed'],
  offered: ['free', 'occupied'],
  occupied: ['away', 'free'],
  away: ['occupied', 'free'],
  closed: ['free'],
} as const satisfies Record<string, readonly string[]>
export type BedState = keyof typeof BED_MOVES

/** Whether one state may follow another in a table of moves. */
export const mayFollow = <S extends string>(moves: Readonly<Record<S, readonly string[]>>, from: S, to: S): boolean =>
  moves[from].includes(to)

/** What is known of a bed on one day. */
export type BedToday = {
  readonly inService: boolean
  readonly occupied: boolean
  /** Whoever has the bed is on leave or in hospital: the bed stays theirs. */
  readonly absent: boolean
  readonly offered: boolean
}

/** The state of a bed; a person in it counts before an offer, and an offer before a closed bed, so that nothing is hidden. */
export function bedState({ inService, occupied, absent, offered }: BedToday): BedState {
  if (occupied) return absent ? 'away' : 'occupied'
  if (offered) return 'offered'
  return inService ? 'free' : 'closed'
}
