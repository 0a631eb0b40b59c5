export { fixCutOff, lockElder, shareDistricts } from './locks.ts'
export { holdsThen, knownThen, type Moment, type PersonFactsRow, peopleThen, personFacts } from './person-facts.ts'
export { type FactRow, type FactSet, type FactToSet, readFacts, setFacts, settlePlaces } from './set-facts.ts'
