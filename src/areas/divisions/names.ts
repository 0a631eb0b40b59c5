/** Names of divisions as people write them: `民义村村民委员会`, `民义村` and `民义` are the same village. */

const COMMITTEE = /(?:村民委员会|居民委员会|村委会|居委会|村民委员|居民委员|工作站)$/
const VILLAGE_SUFFIX = /(?:社区|新社区|村|居)$/
const TOWNSHIP_SUFFIX = /(?:街道办事处|街道|(?:土家族|苗族|回族|蒙古族|土家族苗族|苗族土家族)?乡|镇)(?:人民政府)?$/

/** The name without spaces of any width, as it is compared. */
export const tidy = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '')

/** `民义村村民委员会` → `民义村`, `鱼池村民委员会` → `鱼池村`, `油栎社区居民委员会` → `油栎社区`; other names stay. */
export function shortName(name: string): string {
  const base = name.replace(COMMITTEE, '')
  if (base === name || base === '') return name
  if (VILLAGE_SUFFIX.test(base)) return base
  return /村(?:民委员会|委会|民委员)$/.test(name) ? `${base}村` : `${base}社区`
}

/** What is left when every word for "village" or "community" is dropped: `民义`. Never empty. */
export function villageStem(name: string): string {
  const short = shortName(tidy(name))
  return short.replace(VILLAGE_SUFFIX, '') || short
}

/** `界石镇人民政府` → `界石`. Never empty. */
export function townshipStem(name: string): string {
  const clean = tidy(name)
  return clean.replace(TOWNSHIP_SUFFIX, '') || clean
}
