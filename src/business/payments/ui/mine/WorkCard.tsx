import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Card, Grid } from '#web/kit/index.ts'
import { WaitingTable } from './WaitingTable.tsx'
import type { WaitingList } from './waiting.ts'

const said = {
  mine: { zh: '等我办理', en: 'Waiting for me' },
  others: { zh: '等其他方办理', en: 'Waiting for others' },
  none: { zh: '没有等您办理的事项。', en: 'Nothing waits for you.' },
  noneOthers: { zh: '没有等其他方办理的事项。', en: 'Nothing waits for others.' },
  more: { zh: '另有 {count} 项。', en: '{count} more.' },
} as const satisfies Record<string, Text>

type Props = { mine: WaitingList; others: WaitingList; shown?: number; actions?: ReactNode }

/** On the home page: what waits for me, then what waits for others; with `shown`, counted, and of a long list its beginning. */
export function WorkCard({ mine, others, shown, actions }: Props) {
  return (
    <Grid min={420}>
      <WaitingCard
        title={said.mine}
        list={mine}
        none={said.none}
        {...(shown ? { shown } : {})}
        actions={actions}
      />
      <WaitingCard title={said.others} list={others} none={said.noneOthers} {...(shown ? { shown } : {})} />
    </Grid>
  )
}

type PartProps = { title: Text; list: WaitingList; none: Text; shown?: number; actions?: ReactNode }

export function WaitingCard({ title, list, none, shown, actions }: PartProps) {
  const t = useText()
  const rows = list.rows.slice(0, shown)
  const more = list.rows.length - rows.length
  const beyond = list.more ? '+' : ''
  return (
    <Card
      title={
        <>
          {t(title)}{' '}
          {shown && list.rows.length > 0 && <span className="x-count">{`${list.rows.length}${beyond}`}</span>}
        </>
      }
      actions={actions}
    >
      <WaitingTable title={title} list={{ ...list, rows }} none={none} />
      {more > 0 && <p className="x-quiet x-note">{t(said.more, { count: `${more}${beyond}` })}</p>}
    </Card>
  )
}
