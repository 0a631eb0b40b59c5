/** 不用手机也能办: the second door, printed on every screen where something is done (UX principle 10). */
export function NoPhone({ what = '这件事' }: { what?: string }) {
  return (
    <section className="y-card y-stack" aria-label="不用手机也能办">
      <h2>不用手机也能办</h2>
      <p>
        {what}
        可以带老人的身份证，到住处所在的乡镇（街道）便民服务中心办，也可以请社区（村）养老助理上门代办。不会用手机不影响办理。
      </p>
      <p>
        电话：<a href="tel:12345">12345</a>（政务服务便民热线）。当地受理电话：未公布。
      </p>
    </section>
  )
}
