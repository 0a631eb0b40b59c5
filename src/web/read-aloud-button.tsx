import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { utterancesOf } from './read-aloud.ts'

/** 朗读本页: the browser's own voice reads the page in the order in which it is seen. Nothing where the browser has no voice. */
export function ReadAloud() {
  const [reading, setReading] = useState(false)
  // Leaving the page ends the voice.
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), [])
  if (typeof speechSynthesis === 'undefined') return null
  const stop = () => {
    speechSynthesis.cancel()
    setReading(false)
  }
  const start = () => {
    const texts = utterancesOf(document.getElementById('main')?.innerText ?? '')
    speechSynthesis.cancel()
    setReading(texts.length > 0)
    for (const [index, text] of texts.entries()) {
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.lang = 'zh-CN'
      utterance.rate = 0.9
      utterance.onerror = () => setReading(false)
      if (index === texts.length - 1) utterance.onend = () => setReading(false)
      speechSynthesis.speak(utterance)
    }
  }
  return (
    <Button icon="voice" pressed={reading} onPress={reading ? stop : start}>
      {reading ? '停止朗读' : '朗读本页'}
    </Button>
  )
}
