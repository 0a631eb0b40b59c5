export { type DayOrder, type DayRoute, type DayStop, planDay } from './day-route.ts'
export { type Leg, type PathTrack, type RoadNetwork, type Spot, surfaceMetres, type Way } from './legs.ts'
