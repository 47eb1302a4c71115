import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useCommand, useList, useMay, useNavigate } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  BigTable,
  Box,
  Button,
  Checkbox,
  Empty,
  ErrorBox,
  Link,
  Moment,
  Money,
  More,
  Row,
  Skeleton,
  Stack,
  StateTag,
  Table,
  toast,
  ExportButton,
} from '#web/kit/index.ts'
import { DISPUTED } from '#business/redemptions/browser.ts'
import { payments } from '../../contract.ts'
import { sumFen } from '../../rules.ts'
import { whyOf, words } from '../words.ts'

const said = {
  caption: { zh: '已批准、待拨付的兑付', en: 'Approved and not paid yet' },
  none: { zh: '没有待拨付的兑付', en: 'Nothing is due' },
  noneWhy: {
    zh: '负责人批准后，兑付会出现在这里。',
    en: 'Redemptions appear here once a director approves them.',
  },
  decided: { zh: '批准', en: 'Approved' },
  noAccount: { zh: '没有经核实的账户', en: 'no confirmed account' },
  changed: { zh: '批准后账户有变更', en: 'changed after approval' },
  accept: { zh: '已核对，按变更后的账户支付', en: 'Checked: pay to the new account' },
  held: { zh: '发票被红字冲减，待决定', en: 'red-letter invoice, undecided' },
  heldDo: { zh: '先由负责人决定，再编入拨付单', en: 'A director decides first, then it can be paid.' },
  unpaid: { zh: '上次未付：{reason}', en: 'Not paid last time: {reason}' },
  all: { zh: '全选可以拨付的 {count} 件', en: 'Choose all {count} that can be paid' },
  sum: { zh: '已选 {count} 件，合计', en: '{count} chosen, in all' },
  prepare: { zh: '编制拨付单', en: 'Prepare a run' },
  clear: { zh: '取消选择', en: 'Choose none' },
  prepared: {
    zh: '拨付单 {number} 已编制，待另一人复核',
    en: 'Run {number} is prepared; another must approve it',
  },
  left: { zh: '有 {count} 件没有编入', en: '{count} were left out' },
  why: { zh: '原因', en: 'Why' },
  preparer: { zh: '由拨付经办人编制拨付单。', en: 'A preparer of the authority makes the runs.' },
} as const satisfies Record<string, Text>

type DueRow = ReturnsOf<typeof payments.paymentsDue>['rows'][number]
const payable = (row: DueRow, accepted: ReadonlySet<string>) =>
  !row.held &&
  row.disputed === null &&
  row.account !== null &&
  (!row.accountChanged || accepted.has(row.redemptionId))

/** What is approved and not paid: the unpaid rows of earlier runs stand here again, with their reason. */
export function Due() {
  const t = useText()
  const prepares = useMay()('run.prepare')
  const list = useList(payments.paymentsDue, { query: { limit: 200 } })
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const [accepted, setAccepted] = useState<Set<string>>(new Set())
  if (list.loading) return <Skeleton />
  const accept = (id: string, yes: boolean) => {
    const without = (set: Set<string>) => new Set([...set].filter((one) => one !== id))
    setAccepted(yes ? new Set([...accepted, id]) : without(accepted))
    if (!yes) setSelected(without(selected))
  }
  const able = list.rows.filter((row) => payable(row, accepted))
  const selection = {
    selected,
    onChange: setSelected,
    may: (id: string) => able.some((row) => row.redemptionId === id),
  }
  return (
    <Stack>
      <ExportButton endpoint={payments.paymentsDue} />
      <BigTable
        caption={t(said.caption)}
        hideCaption
        rows={list.rows}
        rowKey={(row) => row.redemptionId}
        empty={<Empty title={t(said.none)}>{t(said.noneWhy)}</Empty>}
        {...(prepares ? { selection } : {})}
        columns={columnsOf(prepares ? { accepted, accept } : null)}
      />
      <More {...list} />
      {prepares ? (
        <Prepare able={able} selected={selected} accepted={accepted} choose={setSelected} />
      ) : (
        list.rows.length > 0 && <p className="x-quiet">{t(said.preparer)}</p>
      )}
    </Stack>
  )
}

type Accepting = { accepted: ReadonlySet<string>; accept: (id: string, yes: boolean) => void }

const columnsOf = (accepting: Accepting | null) => [
  {
    key: 'number',
    head: words.redemption,
    cell: (row: DueRow) => (
      <>
        <Link to="/cases/$id" params={{ id: row.redemptionId }}>
          {row.number}
        </Link>
        <span className="x-block x-quiet x-note">{row.voucherNumber}</span>
      </>
    ),
  },
  { key: 'payee', head: words.payee, cell: (row: DueRow) => row.payeeName },
  {
    key: 'account',
    head: words.account,
    cell: (row: DueRow) => <Account row={row} accepting={accepting} />,
  },
  {
    key: 'decided',
    head: said.decided,
    cell: (row: DueRow) => row.decidedAt && <Moment at={row.decidedAt} dayOnly />,
  },
  {
    key: 'amount',
    head: words.amount,
    unit: words.yuan,
    right: true,
    cell: (row: DueRow) => <Money fen={row.amountFen} bare />,
  },
]

function Account({ row, accepting }: { row: DueRow; accepting: Accepting | null }) {
  const t = useText()
  const { redemptionId: id } = row
  return (
    <>
      {row.account ?? <StateTag tone="wait">{t(said.noAccount)}</StateTag>}
      {row.accountChanged && (
        <div>
          <StateTag tone="wait" icon="warning">
            {t(said.changed)}
          </StateTag>
          {accepting && (
            <Checkbox
              value={accepting.accepted.has(id)}
              onChange={(yes) => accepting.accept(id, yes)}
              label={said.accept}
            />
          )}
        </div>
      )}
      {row.held && (
        <div className="x-note">
          <StateTag tone="alarm" icon="warning">
            {t(said.held)}
          </StateTag>{' '}
          <Link to="/desk/recoveries">{t(said.heldDo)}</Link>
        </div>
      )}
      {row.disputed && (
        <div className="x-note">
          <StateTag tone="alarm" icon="warning">
            {t(DISPUTED[row.disputed])}
          </StateTag>
        </div>
      )}
      {row.lastReason && (
        <div className="x-note">
          <StateTag tone="alarm">
            {t(said.unpaid, { reason: t(whyOf({ reason: row.lastReason, reasonEn: row.lastReasonEn })) })}
          </StateTag>
        </div>
      )}
    </>
  )
}

type PrepareProps = {
  able: readonly DueRow[]
  selected: ReadonlySet<string>
  accepted: ReadonlySet<string>
  choose: (ids: Set<string>) => void
}

function Prepare({ able, selected, accepted, choose }: PrepareProps) {
  const t = useText()
  const navigate = useNavigate()
  const [names] = useState(new Map<string, string>())
  for (const row of able) names.set(row.redemptionId, row.number)
  const chosen = able.filter((row) => selected.has(row.redemptionId))
  const command = useCommand(payments.prepareRun, {
    done: ({ id, number, refused }) => {
      choose(new Set())
      toast({
        zh: said.prepared.zh.replace('{number}', number),
        en: said.prepared.en.replace('{number}', number),
      })
      if (refused.length === 0) void navigate({ to: '/desk/payments/$id', params: { id } })
    },
  })
  const ids = chosen.map((row) => row.redemptionId)
  const body = { redemptionIds: ids, acceptChanged: ids.filter((id) => accepted.has(id)) }
  const { answer } = command
  return (
    <Stack gap="s">
      {able.length > 0 && (
        <Row>
          {chosen.length === 0 ? (
            <Button onClick={() => choose(new Set(able.map((row) => row.redemptionId)))}>
              {t(said.all, { count: able.length })}
            </Button>
          ) : (
            <>
              <strong role="status">
                {t(said.sum, { count: chosen.length })} <Money fen={sumFen(chosen)} />
              </strong>
              <Button kind="primary" busy={command.pending} onClick={() => command.run({ body })}>
                {t(said.prepare)}
              </Button>
              <Button kind="quiet" onClick={() => choose(new Set())}>
                {t(said.clear)}
              </Button>
            </>
          )}
        </Row>
      )}
      <ErrorBox error={command.refusal} />
      {answer && (
        <Box tone="wait">
          <Link to="/desk/payments/$id" params={{ id: answer.id }}>
            {answer.number}
          </Link>
          {answer.refused.length > 0 && <LeftOut refused={answer.refused} names={names} />}
        </Box>
      )}
    </Stack>
  )
}

type Refused = ReturnsOf<typeof payments.prepareRun>['refused']

function LeftOut({ refused, names }: { refused: Refused; names: ReadonlyMap<string, string> }) {
  const t = useText()
  return (
    <Table
      caption={t(said.left, { count: refused.length })}
      rows={refused}
      rowKey={(row) => row.redemptionId}
      columns={[
        {
          key: 'number',
          head: words.redemption,
          cell: (row) => names.get(row.redemptionId) ?? row.redemptionId,
        },
        { key: 'why', head: said.why, cell: (row) => t(row.refused.text) },
      ]}
    />
  )
}
