import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { addRecognition, listIssuers, listRecognitions } from './recognition-contract.ts'
import { LEVEL_WORDS, MATCH_WORDS, SCALE_WORDS } from './words.ts'

const LEVELS_OF: Readonly<Record<string, readonly string[]>> = {
  gbt42195: LEVEL_WORDS,
  mzt039: LEVEL_WORDS.slice(0, 4),
  ltci: ['基本正常', '轻度失能', '中度失能', '重度失能Ⅰ级', '重度失能Ⅱ级', '重度失能Ⅲ级'],
}

/** Takes a report from another place in, as it is written there; nothing is converted here. */
export function RecognitionDialog({ district, onClose }: { district: string; onClose: () => void }) {
  const issuers = useEndpoint(listIssuers)
  const [elderId, setElder] = useState('')
  const [issuerId, setIssuer] = useState('')
  const [issuerName, setIssuerName] = useState('')
  const [jurisdiction, setJurisdiction] = useState('510100')
  const [reference, setReference] = useState('')
  const [personName, setPersonName] = useState('')
  const [personMatch, setMatch] = useState('')
  const [scale, setScale] = useState('gbt42195')
  const [level, setLevel] = useState('')
  const [assessedOn, setOn] = useState('')
  const [validUntil, setUntil] = useState('')
  const { act, busy, refusal } = useAct(addRecognition, [listRecognitions.path])
  const navigate = useNavigate()
  const known = issuers.data?.rows.find((row) => row.id === issuerId)
  const levels = LEVELS_OF[scale]
  const missing = !/^[0-9a-f-]{36}$/.test(elderId)
    ? '先填写老人档案编号'
    : personMatch === ''
      ? '先核对身份'
      : level === ''
        ? '先填写报告上的等级'
        : undefined
  const send = async () => {
    const answer = await act({
      body: {
        district,
        elderId,
        jurisdiction: known?.jurisdiction ?? jurisdiction,
        issuerId: known?.id ?? null,
        issuerName: known?.name ?? issuerName,
        reference,
        personName,
        personMatch,
        scale,
        scaleVersion: SCALE_WORDS[scale as keyof typeof SCALE_WORDS],
        assessedOn,
        validUntil: validUntil === '' ? null : validUntil,
        originLevel: level,
        originIndex: levels === undefined ? null : levels.indexOf(level),
      },
    })
    if (answer.ok) void navigate({ to: `/w/assessments/recognition/${district}/${answer.value.id}` })
  }
  return (
    <Dialog
      title="登记外地评估"
      act="登记"
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
          {Object.values(refusal.fields).map((words) => (
            <p key={words}>{words}</p>
          ))}
        </Notice>
      )}
      <TextField
        label="老人档案编号"
        hint="打开老人档案，地址栏最后一段就是编号"
        value={elderId}
        onChange={(text) => setElder(text.trim())}
      />
      <SelectField
        label="出具机构"
        hint="名录里没有的选“请选择”，在下面填写"
        optional
        value={issuerId}
        onChange={setIssuer}
        options={(issuers.data?.rows ?? []).map((row) => ({
          value: row.id,
          label: `${row.name}（${row.jurisdiction}）`,
        }))}
      />
      {known === undefined && (
        <>
          <TextField label="出具机构名称" value={issuerName} onChange={setIssuerName} maxLength={100} />
          <TextField
            label="出具地行政区划代码"
            kind="digits"
            value={jurisdiction}
            onChange={setJurisdiction}
            maxLength={6}
          />
        </>
      )}
      <TextField label="报告编号" value={reference} onChange={setReference} maxLength={60} />
      <TextField label="报告上的姓名" value={personName} onChange={setPersonName} maxLength={60} />
      <Tiles
        label="核对身份"
        value={personMatch}
        onChange={setMatch}
        options={Object.entries(MATCH_WORDS).map(([value, label]) => ({ value, label }))}
      />
      <Tiles
        label="报告使用的量表"
        inline
        value={scale}
        onChange={(next) => {
          setScale(next)
          setLevel('')
        }}
        options={Object.entries(SCALE_WORDS).map(([value, label]) => ({ value, label }))}
      />
      {levels === undefined ? (
        <TextField label="报告上的等级" value={level} onChange={setLevel} maxLength={30} />
      ) : (
        <Tiles
          label="报告上的等级"
          inline
          value={level}
          onChange={setLevel}
          options={levels.map((word) => ({ value: word, label: word }))}
        />
      )}
      <DayField label="评估日期" value={assessedOn} onChange={setOn} />
      <DayField label="报告有效期至" optional value={validUntil} onChange={setUntil} />
    </Dialog>
  )
}
