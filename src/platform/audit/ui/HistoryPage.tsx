import { z } from 'zod'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useFilters, useList, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Checkbox, Empty, Link, More, PageHead, Skeleton, Stack } from '#web/kit/index.ts'
import { audit } from '../contract.ts'
import { Entries } from './entries.tsx'

const said = {
  title: { zh: '{kind} {name} · 历史', en: '{kind} {name}: history' },
  lead: {
    zh: '谁、何时、为何、改了什么，最近的在前；记录只增不改。',
    en: 'Who, when, why and what changed, the newest first; records are only added.',
  },
  back: { zh: '返回原页', en: 'Back to its page' },
  print: { zh: '打印', en: 'Print' },
  looks: { zh: '也显示谁查看过', en: 'Also show who looked' },
  none: { zh: '还没有记录。', en: 'Nothing recorded yet.' },
} as const satisfies Record<string, Text>

const Filters = z.object({ looks: z.enum(['true']).optional() })

/** The whole history of one subject, page by page. */
export function HistoryPage() {
  const t = useText()
  const { kind, id } = useParams({ strict: false }) as { kind: string; id: string }
  const [{ looks }, set] = useFilters(Filters)
  const list = useList(audit.timeline, { params: { kind, id }, query: { limit: 100, looks } })
  const subject = (list.first as ReturnsOf<typeof audit.timeline> | undefined)?.subject
  if (!subject) return <Skeleton lines={8} />
  const named = { kind: t(subject.kind), name: subject.name }
  return (
    <Stack>
      <PageHead
        title={t(said.title, named)}
        lead={t(said.lead)}
        actions={
          <>
            <Link to={subject.at} icon="back">
              {t(said.back)}
            </Link>
            <Button icon="print" onClick={() => window.print()}>
              {t(said.print)}
            </Button>
          </>
        }
      />
      {subject.looks && (
        <div className="no-print">
          <Checkbox
            value={looks === 'true'}
            label={said.looks}
            onChange={(on) => set({ looks: on ? 'true' : undefined })}
          />
        </div>
      )}
      {list.rows.length === 0 ? <Empty title={t(said.none)} /> : <Entries rows={list.rows} />}
      <More {...list} />
    </Stack>
  )
}
