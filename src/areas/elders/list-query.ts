import { ElderFilter } from './contract.ts'

/** The conditions in the address of the list as the register is asked: paging and the open row left out, the area a division. */
export function asElderFilter(search: Record<string, string | undefined>): Record<string, string> {
  const { area, ...rest } = search
  const conditions = Object.entries({ ...(area && { division: area }), ...rest })
  return Object.fromEntries(
    conditions.filter((pair): pair is [string, string] => pair[0] in ElderFilter.shape && Boolean(pair[1])),
  )
}
