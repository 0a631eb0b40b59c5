import { type FormEvent, useState } from 'react'
import { AreaSwitch } from '../../src/ui/area-switch.tsx'
import { Button } from '../../src/ui/button.tsx'
import { CommandBar } from '../../src/ui/command-bar.tsx'
import { type DivisionNode, DivisionPicker, type DivisionSource } from '../../src/ui/division-picker.tsx'
import { ErrorSummary, type Problem } from '../../src/ui/error-summary.tsx'
import { DayField, SelectField, TextField, Tiles, YuanField } from '../../src/ui/field.tsx'
import { matchOf } from '../../src/ui/initials.ts'
import { Empty, Screen } from '../../src/ui/screen.tsx'

const city: DivisionNode = { key: '500000', name: '重庆市', path: [] }
const banan: DivisionNode = { key: '500113', name: '巴南区', path: ['重庆市'], count: 20000 }
const towns: DivisionNode[] = ['木洞镇', '界石镇', '南泉街道'].map((name, n) => ({
  key: `50011310${n}`,
  name,
  path: ['重庆市', '巴南区'],
  count: 900 + n,
}))
const source: DivisionSource = {
  children: async (key) => ({ ok: true, value: key === '500113' ? towns : [banan] }),
  search: async (text) => ({ ok: true, value: [city, banan, ...towns].filter((one) => matchOf(one.name, text)) }),
}

export function FormSample() {
  const [division, setDivision] = useState<DivisionNode | null>(null)
  const [at, setAt] = useState(banan)
  const [name, setName] = useState('')
  const [born, setBorn] = useState('')
  const [sum, setSum] = useState('')
  const [sex, setSex] = useState('')
  const [kind, setKind] = useState('')
  const [problems, setProblems] = useState<Problem[]>([])
  const [went, setWent] = useState('')
  const errorOf = (field: string) => problems.find((one) => one.field === field)?.message
  const send = (event: FormEvent) => {
    event.preventDefault()
    setProblems([
      ...(name === '' ? [{ field: 'name', message: '请填写姓名。' }] : []),
      ...(division === null ? [{ field: 'division', message: '请选择住在哪里。' }] : []),
    ])
  }
  return (
    <Screen title="登记老人" problems={problems.length}>
      <div className="y-row">
        <AreaSwitch source={source} at={at} top={banan} onChange={setAt} />
        <CommandBar
          local={[
            { id: 'a', label: '高龄津贴', group: '页面', run: () => setWent('高龄津贴') },
            { id: 'b', label: '导入台账', group: '操作', run: () => setWent('导入台账') },
          ]}
          remote={async () => ({
            ok: true,
            value: [{ id: 'c', label: '王秀英', group: '老人', note: '木洞镇', run: () => setWent('王秀英') }],
          })}
        />
        <output>{went}</output>
      </div>
      <form className="y-stack" onSubmit={send} noValidate>
        <ErrorSummary problems={problems} />
        <TextField id="name" label="姓名" value={name} onChange={setName} error={errorOf('name')} />
        <DivisionPicker
          id="division"
          label="住在"
          source={source}
          value={division}
          onChange={setDivision}
          error={errorOf('division')}
        />
        <DayField id="born" label="出生日期" value={born} onChange={setBorn} />
        <YuanField id="sum" label="金额" optional value={sum} onChange={setSum} />
        <Tiles
          id="sex"
          label="性别"
          inline
          value={sex}
          onChange={setSex}
          options={[
            { value: 'female', label: '女' },
            { value: 'male', label: '男' },
          ]}
        />
        <SelectField id="kind" label="类别" value={kind} onChange={setKind} options={[{ value: '1', label: '特困' }]} />
        <div className="y-row">
          <Button submit kind="primary" keys="Ctrl Enter">
            登记老人
          </Button>
        </div>
      </form>
      <Empty words="今天的办件都处理完了。下个截止日是 2026-11-25。" />
    </Screen>
  )
}
