import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'

/**
 * What the homes of the demonstration disclose, each marked 示例; one in four has published nothing yet, so that 未公布 is seen. All or none.
 */
export async function fillDemonstrationDisclosures(
  tx: Tx,
  { district, today, by }: { readonly district: string; readonly today: Day; readonly by: string },
): Promise<void> {
  await sql`
    with home as (
      select f.id, f.township, f.village, row_number() over (order by f.number) as n from facilities.facility f
       where f.district = ${district} and f.example
         and f.kind in ('careHome', 'publicHome', 'townshipHome', 'intensiveCareCentre', 'townshipCareCentre', 'subdistrictCareCentre', 'embeddedHome')
    ), told (kind, says, days, by, every, rest) as (values
      ('filing', '示例备案 第 %s 号', 400, 'government', 1, 0),
      ('rating', '示例三级（2025 年评定）', 300, 'government', 3, 0),
      ('rating', '示例四级（2024 年评定）', 500, 'government', 3, 1),
      ('inspection', '示例：消防检查，未发现问题', 40, 'government', 1, 0),
      ('inspection', '示例：食堂检查，留样不全，已改正', 130, 'government', 2, 0),
      ('inspection', '示例：双随机抽查，未发现问题', 220, 'government', 1, 0),
      ('penalty', '示例：警告，超出备案床位收住，已改正', 200, 'government', 7, 3),
      ('complaints', '示例：近一年每百名在院老人 1.2 件', 30, 'government', 2, 1),
      ('refund', '示例：退住按实住天数结算，余款 10 天内退回', 60, 'operator', 1, 0),
      ('hospital', '示例：镇卫生院，车程 8 分钟', 90, 'operator', 2, 0),
      ('hospital', '示例：区人民医院，车程 20 分钟', 90, 'operator', 2, 1)
    )
    insert into finder.disclosure (district, id, facility_id, township, village, kind, says, on_day, told_by, example, recorded_by)
    select ${district}, gen_random_uuid(), h.id, h.township, h.village, t.kind, format(t.says, lpad(h.n::text, 4, '0')), ${today}::date - t.days, t.by,
           true, ${by}
      from home h join told t on h.n % t.every = t.rest
     where h.n % 4 <> 0 and not exists (select 1 from finder.disclosure d where d.district = ${district})`.execute(tx)
}
