import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import type { OfficeNotices, PublicNotice } from './contract.ts'

const TODAY = new Date('2026-11-22T02:00:00Z')

describe('公告', () => {
  let app: TestApplication
  const people: Record<string, string> = {}
  beforeAll(async () => {
    app = await testApplication({ now: () => TODAY })
    for (const name of ['city', 'city2', 'district', 'township', 'village', 'planner'])
      people[name] = await app.signIn(`demo-${name}`)
  })
  afterAll(() => app.close())

  const write = async (who: string, more: Record<string, unknown>) => {
    const body = {
      division: '500113',
      audience: 'staff',
      roles: [],
      title: '年底前核对名单',
      body: '请各镇核对。',
      from: '2026-11-22',
      until: '2026-11-30',
      ...more,
    }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    return app.call('POST', '/api/notices', { as: people[who], body, headers })
  }
  const act = (who: string, id: string, verb: 'approve' | 'withdraw') =>
    app.call('POST', `/api/notices/${id}/${verb}`, {
      as: people[who],
      headers: { 'idempotency-key': crypto.randomUUID() },
    })
  const idOf = (reply: { body: unknown }) => (reply.body as { id: string }).id
  const seenBy = async (who: string) =>
    ((await app.call('GET', '/api/notices', { as: people[who] })).body as OfficeNotices).shown.map((one) => one.title)
  const publicly = async (district?: string) =>
    (
      (await app.call('GET', `/api/notices/public${district ? `?district=${district}` : ''}`)).body as {
        notices: PublicNotice[]
      }
    ).notices.map((one) => one.title)
  const workbenchOf = async (who: string) =>
    (await app.call('GET', '/api/workbench', { as: people[who] })).body as {
      announcements: { title: string; href: string }[]
      due: { title: string }[]
    }

  it('区里发的公告，区里和镇村的人在工作台看到，外面看不到', async () => {
    expect((await write('district', { title: '区里的公告' })).status).toBe(200)
    for (const who of ['district', 'township', 'village', 'planner']) expect(await seenBy(who)).toContain('区里的公告')
    expect(await seenBy('city')).not.toContain('区里的公告')
    expect(await publicly('500113')).not.toContain('区里的公告')
    expect((await workbenchOf('village')).announcements).toContainEqual(
      expect.objectContaining({ title: '区里的公告', href: expect.stringMatching(/^\/w\/notices\?open=/) }),
    )
  })

  it('只给选中的岗位看', async () => {
    await write('district', { title: '只给经办', roles: ['townshipClerk'] })
    expect(await seenBy('township')).toContain('只给经办')
    expect(await seenBy('village')).not.toContain('只给经办')
  })

  it('没到日子不显示，过了最后一天也不显示；最后一天当天还在', async () => {
    await write('township', { division: '500113103', title: '下周才开始', from: '2026-11-29', until: '2026-12-05' })
    await write('township', { division: '500113103', title: '今天最后一天', from: '2026-11-22', until: '2026-11-22' })
    const seen = await seenBy('township')
    expect(seen).not.toContain('下周才开始')
    expect(seen).toContain('今天最后一天')
    expect(
      (await write('township', { division: '500113103', from: '2026-11-01', until: '2026-11-21' })).body,
    ).toMatchObject({ code: 'NOTICE_PERIOD' })
  })

  it('只能给自己的辖区发，村里、规划岗不能发', async () => {
    expect((await write('township', { division: '500113003' })).body).toMatchObject({ code: 'NOTICE_PLACE' })
    expect((await write('district', { division: '500000' })).status).toBe(403)
    expect((await write('village', {})).status).toBe(403)
    expect((await write('planner', {})).status).toBe(403)
  })

  it('全市公告要两个人：写的人不能自己签发，签发前谁也看不到', async () => {
    const id = idOf(await write('city', { division: '500000', audience: 'public', title: '全市通知' }))
    expect(await publicly()).not.toContain('全市通知')
    expect((await act('city', id, 'approve')).body).toMatchObject({ code: 'NOTICE_SAME_PERSON' })
    expect((await act('district', id, 'approve')).status).toBe(404)
    expect((await workbenchOf('city2')).due).toContainEqual(
      expect.objectContaining({ title: '签发全市公告：全市通知' }),
    )
    expect(await act('city2', id, 'approve')).toMatchObject({
      status: 200,
      body: { state: 'shown', approvedBy: 'demo-city2' },
    })
    expect((await act('city2', id, 'approve')).body).toMatchObject({ code: 'NOTICE_DECIDED' })
    expect(await publicly()).toContain('全市通知')
    expect(await publicly('500109')).toContain('全市通知')
    expect(await seenBy('village')).toContain('全市通知')
  })

  it('公众不登录看得到本区和全市的公告，别区的不混进来；撤回后就没有了', async () => {
    const id = idOf(await write('district', { audience: 'public', title: '巴南区通知', roles: ['townshipClerk'] }))
    expect(await publicly('500113')).toContain('巴南区通知')
    expect(await publicly('500109')).not.toContain('巴南区通知')
    expect(await seenBy('village')).toContain('巴南区通知')
    expect((await act('township', id, 'withdraw')).status).toBe(404)
    expect((await act('district', id, 'withdraw')).body).toMatchObject({ state: 'withdrawn' })
    expect(await publicly('500113')).not.toContain('巴南区通知')
  })
})
