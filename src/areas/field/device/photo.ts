/** What a photo may weigh: about 300 KB (issue 4 §6), which a weak network carries in seven pieces. */
const MOST_BYTES = 300 * 1024
const LONGEST = 1600

export type Photo = { readonly id: string; readonly bytes: ArrayBuffer; readonly sha256: string }

/**
 * Draws a photo smaller and packs it as JPEG until it is light enough. Drawing it anew also leaves behind what the camera wrote into it.
 * @throws where the browser cannot read the picture
 */
export async function pressPhoto(file: Blob): Promise<Photo> {
  const picture = await createImageBitmap(file)
  let scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  let quality = 0.8
  for (;;) {
    const blob = await drawn(picture, scale, quality)
    if (blob.size <= MOST_BYTES || quality < 0.35) {
      if (blob.size <= MOST_BYTES) {
        picture.close()
        const bytes = await blob.arrayBuffer()
        return { id: crypto.randomUUID(), bytes, sha256: await hexDigest(bytes) }
      }
      scale *= 0.7
      quality = 0.8
    } else quality -= 0.15
  }
}

function drawn(picture: ImageBitmap, scale: number, quality: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob === null ? fail(new Error('no picture')) : done(blob)), 'image/jpeg', quality),
  )
}

export async function hexDigest(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((each) => each.toString(16).padStart(2, '0')).join('')
}
