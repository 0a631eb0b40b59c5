import { Button } from '../../ui/button.tsx'

/** The year of a page of money, one step at a time. */
export function YearSwitch({ year, onYear }: { year: number; onYear: (year: number) => void }) {
  return (
    <div className="y-row">
      <Button kind="quiet" onPress={() => onYear(year - 1)}>
        上一年
      </Button>
      <strong>{year} 年</strong>
      <Button kind="quiet" onPress={() => onYear(year + 1)}>
        下一年
      </Button>
    </div>
  )
}
