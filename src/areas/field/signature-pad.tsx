import { useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { hexDigest } from './device/photo.ts'
import type { KeptPhoto } from './photo-field.tsx'
import { useFieldSession } from './use-field.tsx'

/** A signature by finger. Who cannot write lets the assessor note the agreement instead, which is said in the record. */
export function SignaturePad({
  label,
  signed,
  onChange,
}: {
  label: string
  signed: KeptPhoto | undefined
  onChange: (signed: KeptPhoto | undefined) => void
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef(false)
  const session = useFieldSession()
  const at = (event: React.PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top] as const
  }
  const begin = (event: React.PointerEvent<HTMLCanvasElement>) => {
    const pen = canvas.current?.getContext('2d')
    if (!pen) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drawing.current = true
    pen.lineWidth = 3
    pen.lineCap = 'round'
    pen.beginPath()
    pen.moveTo(...at(event))
  }
  const go = (event: React.PointerEvent<HTMLCanvasElement>) => {
    const pen = canvas.current?.getContext('2d')
    if (!pen || !drawing.current) return
    pen.lineTo(...at(event))
    pen.stroke()
  }
  const end = async () => {
    if (!drawing.current || !canvas.current) return
    drawing.current = false
    const blob = await new Promise<Blob | null>((done) => canvas.current?.toBlob(done, 'image/png'))
    if (blob === null) return
    const bytes = await blob.arrayBuffer()
    const id = crypto.randomUUID()
    await session.keepBytes(id, bytes)
    onChange({ id, size: bytes.byteLength, sha256: await hexDigest(bytes), takenAt: new Date().toISOString() })
  }
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, 320, 140)
    onChange(undefined)
  }
  return (
    <div className="y-field">
      <span className="y-label">
        {label}
        {signed && '（已签）'}
      </span>
      <canvas
        ref={canvas}
        width={320}
        height={140}
        className="y-signature"
        aria-label={`${label}，用手指在框里写`}
        onPointerDown={begin}
        onPointerMove={go}
        onPointerUp={() => void end()}
      />
      <Button onPress={clear}>重签</Button>
    </div>
  )
}
