import { Screen } from '../../ui/screen.tsx'
export function DayRoute() {
  return <Screen title="路线" />
}
