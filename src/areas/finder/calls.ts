import { typed } from '../../ui/api.ts'
import type { Compared, Detail, Found, PublicQueue, Tours, TourTold } from './contract.ts'

/** The calls of the public screens. Types only: a schema library has no place in their load. */
const PLACES = '/api/finder/places'
export const findPlaces = { method: 'get', path: PLACES, response: typed<Found>() } as const
export const readPlace = { method: 'get', path: `${PLACES}/{district}/{id}`, response: typed<Detail>() } as const
export const readQueue = {
  method: 'get',
  path: `${PLACES}/{district}/{id}/queue`,
  response: typed<PublicQueue>(),
} as const
export const comparePlaces = { method: 'get', path: '/api/finder/compare', response: typed<Compared>() } as const
const TOURS = '/api/finder/tours'
export const askForTour = { method: 'post', path: TOURS, response: typed<TourTold>() } as const
export const findTour = { method: 'post', path: `${TOURS}/find`, response: typed<TourTold>() } as const
export const withdrawTour = { method: 'post', path: `${TOURS}/withdraw`, response: typed<TourTold>() } as const
export const listTours = { method: 'get', path: TOURS, response: typed<Tours>() } as const
export const answerTour = {
  method: 'post',
  path: `${TOURS}/{district}/{id}/answer`,
  response: typed<{ done: boolean }>(),
} as const
