import type { Text } from '#core/text.ts'
import { momentText } from '../i18n/dates.ts'
import { useText } from '../i18n/text.ts'
import { Icon } from './Icon.tsx'
import type { Saving } from './useAutosave.ts'

const said = {
  saving: { zh: '正在保存……', en: 'Saving…' },
  saved: { zh: '已保存 {time}', en: 'Saved {time}' },
  failed: {
    zh: '尚未保存，网络恢复后会自动再存。内容还在本页。',
    en: 'Not saved yet; it is tried again by itself. What you typed is still here.',
  },
} as const satisfies Record<string, Text>

/** When the draft was last saved; goes with useAutosave. */
export function SavedMark({ saving }: { saving: Saving }) {
  const t = useText()
  if (saving.state === 'idle') return null
  return (
    <span className={saving.state === 'failed' ? 'x-error' : 'x-quiet'} role="status">
      {saving.state === 'failed' && <Icon name="warning" />}
      {saving.state === 'failed' && t(said.failed)}
      {saving.state === 'saved' && t(said.saved, { time: momentText(saving.savedAt ?? '').slice(11) })}
      {(saving.state === 'saving' || saving.state === 'waiting') && t(said.saving)}
    </span>
  )
}
