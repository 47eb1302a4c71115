import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useCommand, useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Card,
  ExportButton,
  Link,
  Moment,
  More,
  Row,
  StateTag,
  Table,
  toast,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { ReasonDialog } from './ReasonDialog.tsx'

const said = {
  title: { zh: '入库资格复核', en: 'Admissions under review' },
  provider: { zh: '机构', en: 'Provider' },
  cause: { zh: '起因', en: 'Cause' },
  found: { zh: '追回决定 {number}：{reason}', en: 'Recovery {number}: {reason}' },
  expected: { zh: '按办法', en: 'By the rules' },
  reviewed: { zh: '应复核', en: 'to be reviewed' },
  withdrawn: { zh: '应移出', en: 'to be withdrawn' },
  state: { zh: '结果', en: 'Outcome' },
  open: { zh: '待复核', en: 'open' },
  kept: { zh: '保留', en: 'kept' },
  left: { zh: '已移出', en: 'withdrawn' },
  by: { zh: '{who}：{reason}', en: '{who}: {reason}' },
  act: { zh: '办理', en: 'Action' },
  keep: { zh: '保留', en: 'Keep' },
  keepTitle: { zh: '保留{name}的入库资格', en: 'Keep the admission of {name}' },
  keepWhat: {
    zh: '复核就此办结，机构继续在库并收到理由。以后仍可移出。',
    en: 'The review ends, the provider stays and is told the reason. It can still be withdrawn later.',
  },
  reason: { zh: '复核情况和理由', en: 'What was found, and why' },
  done: { zh: '已保留，机构会收到通知', en: 'Kept; the provider is told' },
  withdraw: { zh: '移出', en: 'Withdraw' },
} as const satisfies Record<string, Text>

type Review = ReturnsOf<typeof directory.admissionReviews>['rows'][number]
/** The admission that goes: an institution may stand in several lists, and several institutions bear one name. */
export type Leaving = {
  id: string
  organisation: { id: string; name: string }
  list: Text
  host?: string | undefined
}

/** Providers whose service was found false: kept with a reason, or withdrawn. Nothing is shown where none ever was. */
export function AdmissionReviews({ onWithdraw }: { onWithdraw: (provider: Leaving) => void }) {
  const t = useText()
  const list = useList(directory.admissionReviews, { query: { limit: 20 } })
  const [keeping, setKeeping] = useState<Review | null>(null)
  if (list.rows.length === 0) return null
  return (
    <Card title={t(said.title)} actions={<ExportButton endpoint={directory.admissionReviews} input={{}} />}>
      <Table
        caption={said.title}
        hideCaption
        rows={list.rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'provider',
            head: said.provider,
            cell: ({ organisation, list: name }) => (
              <>
                <Link to="/desk/organisations/$id" params={{ id: organisation.id }}>
                  {organisation.name}
                </Link>
                <span className="x-quiet x-block x-note">{t(name)}</span>
              </>
            ),
          },
          {
            key: 'cause',
            head: said.cause,
            cell: ({ cause, openedAt }) => (
              <>
                {t(said.found, cause)} <Moment at={openedAt} dayOnly />
              </>
            ),
          },
          { key: 'expected', head: said.expected, cell: ({ expected }) => t(said[expected]) },
          { key: 'state', head: said.state, cell: (row) => <Outcome row={row} /> },
          {
            key: 'act',
            head: said.act,
            cell: (row) =>
              row.abilities.includes('provider.withdraw') && (
                <Row>
                  <Button small onClick={() => setKeeping(row)}>
                    {t(said.keep)}
                  </Button>
                  <Button
                    small
                    kind="quiet"
                    onClick={() =>
                      onWithdraw({ id: row.admissionId, organisation: row.organisation, list: row.list })
                    }
                  >
                    {t(said.withdraw)}
                  </Button>
                </Row>
              ),
          },
        ]}
      />
      <More {...list} />
      {keeping && <Keep review={keeping} onClose={() => setKeeping(null)} />}
    </Card>
  )
}

function Outcome({ row }: { row: Review }) {
  const t = useText()
  if (row.outcome === null) return <StateTag tone="wait">{t(said.open)}</StateTag>
  const kept = row.outcome === 'kept'
  return (
    <>
      <StateTag tone={kept ? 'good' : 'alarm'}>{t(kept ? said.kept : said.left)}</StateTag>
      <span className="x-quiet x-block x-note">
        {t(said.by, { who: row.endedBy ?? '', reason: row.reason ?? '' })}
      </span>
    </>
  )
}

function Keep({ review, onClose }: { review: Review; onClose: () => void }) {
  const t = useText()
  const keep = useCommand(directory.keepProvider, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={t(said.keepTitle, { name: review.organisation.name })}
      label={said.reason}
      what={<p className="x-quiet">{t(said.keepWhat)}</p>}
      verb={said.keep}
      pending={keep.pending}
      refusal={keep.refusal}
      onClose={onClose}
      onSend={(reason) => keep.run({ params: { id: review.id }, body: { reason } })}
    />
  )
}
