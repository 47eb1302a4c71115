import type { Text } from '#core/text.ts'
import { useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Empty, ExportButton, Moment, More, PageHead, Skeleton, Table } from '#web/kit/index.ts'
import { audit } from '../contract.ts'
import { whyRefused } from './refused-words.ts'

const said = {
  title: { zh: '被拒绝的操作', en: 'Refused attempts' },
  lead: {
    zh: '本单位人员想办而被拒绝的操作。偶尔一次多是点错；同一人反复出现的，请问明缘由。',
    en: 'What people of this organisation tried and were refused. Once is mostly a slip; of whoever stands here again and again, ask why.',
  },
  none: { zh: '没有被拒绝的操作。', en: 'Nothing was refused.' },
  when: { zh: '时间', en: 'When' },
  who: { zh: '操作人', en: 'Who' },
  what: { zh: '想做什么', en: 'What was tried' },
  why: { zh: '为何被拒绝', en: 'Why it was refused' },
} as const satisfies Record<string, Text>

/** For whoever inspects an organisation. */
export function RefusedPage() {
  const t = useText()
  const list = useList(audit.refused, { query: { limit: 50 } })
  return (
    <>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={<ExportButton endpoint={audit.refused} input={{ query: {} }} />}
      />
      {list.loading ? (
        <Skeleton lines={8} />
      ) : (
        <Table
          caption={said.title}
          hideCaption
          rows={list.rows}
          rowKey={(row) => row.id}
          empty={<Empty title={t(said.none)} />}
          columns={[
            { key: 'when', head: said.when, cell: (row) => <Moment at={row.at} /> },
            { key: 'who', head: said.who, cell: (row) => row.by },
            { key: 'what', head: said.what, cell: (row) => t(row.sentence) },
            { key: 'why', head: said.why, cell: (row) => t(whyRefused(row)) },
          ]}
        />
      )}
      <More {...list} />
    </>
  )
}
