/**
 * Sunrise and sunset by the equations of NOAA's Global Monitoring Laboratory ("General Solar Position Calculations"): fractional year, equation of time,
 * declination, hour angle for a zenith of 90.833°, which allows for refraction and the sun's disc. Right within a minute or two below 60° of latitude.
 */
export type SunTimes = { readonly rise: Date; readonly set: Date }

const RADIANS = Math.PI / 180
const ZENITH = 90.833
const MINUTE = 60_000

/** Instants of sunrise and sunset at a place on a calendar day (`YYYY-MM-DD`) of that place; undefined where the sun does not rise or set. */
export function sunTimes(
  on: string,
  { lng, lat }: { readonly lng: number; readonly lat: number },
): SunTimes | undefined {
  const midnight = Date.parse(`${on}T00:00:00Z`)
  const rise = instant(midnight, lng, lat, 1)
  const set = instant(midnight, lng, lat, -1)
  return rise === undefined || set === undefined ? undefined : { rise, set }
}

/** `side` is 1 in the morning and -1 in the evening. The day is that of the place: its noon, not Greenwich's, decides the fractional year. */
function instant(midnight: number, lng: number, lat: number, side: 1 | -1): Date | undefined {
  const noon = new Date(midnight + 12 * 60 * MINUTE - lng * 4 * MINUTE)
  const year = noon.getUTCFullYear()
  const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000
  const dayOfYear = Math.floor((noon.getTime() - Date.UTC(year, 0, 1)) / 86_400_000)
  const gamma = ((2 * Math.PI) / days) * (dayOfYear + (noon.getUTCHours() - 12) / 24)
  const equation =
    229.18 *
    (0.000075 +
      0.001868 * Math.cos(gamma) -
      0.032077 * Math.sin(gamma) -
      0.014615 * Math.cos(2 * gamma) -
      0.040849 * Math.sin(2 * gamma))
  const declination =
    0.006918 -
    0.399912 * Math.cos(gamma) +
    0.070257 * Math.sin(gamma) -
    0.006758 * Math.cos(2 * gamma) +
    0.000907 * Math.sin(2 * gamma) -
    0.002697 * Math.cos(3 * gamma) +
    0.00148 * Math.sin(3 * gamma)
  const cosine =
    Math.cos(ZENITH * RADIANS) / (Math.cos(lat * RADIANS) * Math.cos(declination)) -
    Math.tan(lat * RADIANS) * Math.tan(declination)
  if (Math.abs(cosine) > 1) return undefined
  const angle = Math.acos(cosine) / RADIANS
  // Minutes after 00:00 UTC of the calendar day; east of Greenwich they may be negative.
  return new Date(midnight + Math.round((720 - 4 * (lng + side * angle) - equation) * MINUTE))
}
