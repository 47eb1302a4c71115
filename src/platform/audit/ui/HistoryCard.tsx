import { useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Card, Link } from '#web/kit/index.ts'
import { audit } from '../contract.ts'
import { Entries } from './entries.tsx'

const LATEST = 5

/** The latest of a subject's history at the foot of its page; nothing for those who may not read it. */
export function HistoryCard({ kind, id, when = true }: { kind: string; id: string; when?: boolean }) {
  const t = useText()
  const { data } = useAskedLater(audit.timeline, { params: { kind, id }, query: { limit: LATEST } }, when)
  if (!data) return null
  return (
    <Card
      title={t({ zh: '历史', en: 'History' })}
      actions={
        <Link to="/history/$kind/$id" params={{ kind, id }}>
          {t({ zh: '全部历史，可打印', en: 'All of it, for printing' })}
        </Link>
      }
    >
      <Entries rows={data.rows} />
    </Card>
  )
}
