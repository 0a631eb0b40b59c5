/** Marks every amount and person that belongs to the demonstration and to nobody real. */
export function ExampleMark({ what = '演示数据，不是真实标准' }: { what?: string }) {
  return (
    <span className="y-example" title={what}>
      示例<span className="y-unseen">（{what}）</span>
    </span>
  )
}
