import type { z } from 'zod'
import { DeadlineChip, StateTag } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import type { Notice } from '../../browser.ts'
import { statusWords } from './notice-words.ts'

export type NoticeCard = z.output<typeof Notice>

/** Open notices say how many working days are left; others how they ended. */
export function NoticeState({ notice }: { notice: NoticeCard }) {
  const t = useText()
  const { status, closesOn, daysLeft, provisional, announcedAt } = notice
  if (status === 'open') return <DeadlineChip dueOn={closesOn} left={daysLeft} provisional={provisional} />
  if (status === 'withdrawn') return <StateTag tone="alarm">{t(statusWords.withdrawn)}</StateTag>
  return (
    <StateTag tone={announcedAt ? 'good' : 'plain'} icon="check">
      {t(announcedAt ? { zh: '已公告', en: 'announced' } : statusWords.closed)}
    </StateTag>
  )
}
