import { useState } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { pressPhoto } from './device/photo.ts'
import { useFieldSession } from './use-field.tsx'

/** A photo that is on the device already; its bytes lie sealed beside the draft. */
export type KeptPhoto = {
  readonly id: string
  readonly size: number
  readonly sha256: string
  readonly takenAt: string
}

/** Takes photos with the camera, makes them light and keeps each at once. */
export function PhotoField({
  photos,
  most,
  hint,
  onChange,
}: {
  photos: readonly KeptPhoto[]
  most: number
  hint: string
  onChange: (photos: KeptPhoto[]) => void
}) {
  const session = useFieldSession()
  const [busy, setBusy] = useState(false)
  const [unread, setUnread] = useState(false)
  const take = async (file: File) => {
    setBusy(true)
    setUnread(false)
    try {
      const { id, bytes, sha256 } = await pressPhoto(file)
      await session.keepBytes(id, bytes)
      onChange([...photos, { id, sha256, size: bytes.byteLength, takenAt: new Date().toISOString() }])
    } catch {
      setUnread(true)
    }
    setBusy(false)
  }
  return (
    <div className="y-field">
      <span className="y-label">照片（选填）</span>
      <span className="y-field-hint">{hint}</span>
      {unread && (
        <Notice tone="warn">
          <p>这张照片没有读出来，请重新拍一张。</p>
        </Notice>
      )}
      {photos.length > 0 && (
        <p>
          已存 {photos.length} 张，共 {Math.ceil(photos.reduce((sum, each) => sum + each.size, 0) / 1024)} KB
        </p>
      )}
      {photos.length < most && (
        <label className="y-button">
          {busy ? '正在压缩' : '拍照或选照片'}
          <input
            className="y-unseen"
            type="file"
            accept="image/*"
            capture="environment"
            onChange={(event) => {
              const file = event.target.files?.[0]
              if (file) void take(file)
              event.target.value = ''
            }}
          />
        </label>
      )}
    </div>
  )
}
