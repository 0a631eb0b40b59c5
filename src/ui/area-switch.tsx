import { useState } from 'react'
import { Combobox } from './combobox.tsx'
import { type DivisionNode, type DivisionSource, useDivisions } from './division-picker.tsx'
import { showCount } from './formats.ts'
import { Menu } from './menu.tsx'

type Props = {
  source: DivisionSource
  /** Where the person works now; the page and its filters stay when it changes. */
  at: DivisionNode
  /** The highest division the person may see. */
  top: DivisionNode
  onChange: (division: DivisionNode) => void
}

/** The path in the top bar, `重庆市 / 巴南区 / 某镇`, and the way to another place inside one's area. */
export function AreaSwitch({ source, at, top, onChange }: Props) {
  const path = [...at.path, at.name].join(' / ')
  return (
    <Menu label={path} name={`${path}，切换地区`} icon="map" side="left">
      {(close) => (
        <Places
          source={source}
          at={at}
          top={top}
          onChange={(division) => {
            onChange(division)
            close()
          }}
        />
      )}
    </Menu>
  )
}

function Places({ source, at, top, onChange }: Props) {
  const [text, setText] = useState('')
  const found = useDivisions(source, text.trim(), at.key)
  const options = text === '' && at.key !== top.key ? [top, ...found] : found
  return (
    <Combobox
      name="搜索地区，可用拼音首字母"
      list="inline"
      autoFocus
      text={text}
      onText={setText}
      empty="没有找到。请换一个字，或用拼音首字母。"
      options={options.map((one) => ({
        id: one.key,
        label: one.name,
        note: one.count === undefined ? one.path.join(' / ') : showCount(one.count, '人'),
      }))}
      onPick={(key) => {
        const picked = options.find((one) => one.key === key)
        if (picked) onChange(picked)
      }}
    />
  )
}
