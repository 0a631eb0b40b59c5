import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { ActDialog } from './act-dialog.tsx'
import type { Board, OfferRow, QueueRow } from './contract.ts'
import type { Channel } from './offer-rules.ts'
import { homeInAddress, useHomeAct } from './use-home.tsx'
import { CHANNELS, OFFER_WORDS } from './words.ts'

/** An offer that waits: how the person was told, what they said, and what follows. */
export function OfferCard({ of, offer, row }: { of: Board; offer: OfferRow; row: QueueRow | undefined }) {
  const [asked, setAsked] = useState<'contact' | 'declined' | 'cancelled'>()
  const { send, busy, refusal } = useHomeAct(of.home)
  const close = (state: 'accepted' | 'passed') => void send({ act: 'closeOffer', offer: offer.id, state })
  return (
    <section className="y-card y-stack" aria-label={`邀约 ${row?.name ?? ''}`}>
      <h2 className="y-row">
        床位 {offer.bedLabel}：邀约 {row?.name ?? ''}（位次 {offer.standing}）
        <Status of={offer.state} words={OFFER_WORDS} />
      </h2>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <p>
        {offer.offeredOn} 邀约{offer.answerBy === null ? '' : `，请在 ${offer.answerBy} 前答复`}。
        {offer.contacts.length === 0
          ? '还没有联系记录。'
          : `已联系：${offer.contacts.map((each) => `${CHANNELS[each.channel as Channel] ?? each.channel}${each.answered ? '（已答复）' : '（没有答复）'}`).join('、')}。`}
      </p>
      {of.mayAct && (
        <div className="y-row">
          <a className="y-button" href={`/w/home/admit?home=${homeInAddress(of.home)}&offer=${offer.id}`}>
            办理入住
          </a>
          {offer.state === 'open' && (
            <>
              <Button onPress={() => setAsked('contact')}>记录联系</Button>
              <Button busy={busy} onPress={() => close('accepted')}>
                老人接受
              </Button>
              <Button busy={busy} onPress={() => close('passed')}>
                过号
              </Button>
            </>
          )}
          <Button onPress={() => setAsked('declined')}>老人放弃</Button>
          <Button onPress={() => setAsked('cancelled')}>取消邀约</Button>
        </div>
      )}
      {asked === 'contact' && <ContactDialog of={of} offer={offer} onClose={() => setAsked(undefined)} />}
      {(asked === 'declined' || asked === 'cancelled') && (
        <CloseDialog of={of} offer={offer} state={asked} onClose={() => setAsked(undefined)} />
      )}
    </section>
  )
}

function ContactDialog({ of, offer, onClose }: { of: Board; offer: OfferRow; onClose: () => void }) {
  const [channel, setChannel] = useState<Channel>('call')
  const [answered, setAnswered] = useState('no')
  return (
    <ActDialog
      home={of.home}
      title="记录联系"
      act="记录联系"
      order={{ act: 'contact', offer: offer.id, channel, answered: answered === 'yes' }}
      onClose={onClose}
    >
      <Tiles
        label="怎样联系的"
        inline
        value={channel}
        onChange={(value) => setChannel(value as Channel)}
        options={Object.entries(CHANNELS).map(([value, label]) => ({ value, label }))}
      />
      <Tiles
        label="有没有答复"
        inline
        value={answered}
        onChange={setAnswered}
        options={[
          { value: 'yes', label: '有答复' },
          { value: 'no', label: '没有答复' },
        ]}
      />
    </ActDialog>
  )
}

function CloseDialog({
  of,
  offer,
  state,
  onClose,
}: {
  of: Board
  offer: OfferRow
  state: 'declined' | 'cancelled'
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const title = state === 'declined' ? '老人放弃' : '取消邀约'
  return (
    <ActDialog
      home={of.home}
      title={title}
      act={title}
      missing={reason.trim().length < 2 ? '先写明原因' : undefined}
      order={{ act: 'closeOffer', offer: offer.id, state, reason }}
      onClose={onClose}
    >
      <p>床位空出，老人回到轮候名单。</p>
      <TextField label="原因" value={reason} onChange={setReason} maxLength={300} />
    </ActDialog>
  )
}
