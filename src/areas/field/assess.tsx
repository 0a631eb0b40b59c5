import { Screen } from '../../ui/screen.tsx'
export function AssessForm() {
  return <Screen title="能力评估" />
}
