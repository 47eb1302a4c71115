import type { Text } from '#core/text.ts'
import { type CasePanelProps, cases } from '#platform/cases/browser.ts'
import { useAsked, useAskedLater, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Link, Money, Row, Stack, StateTag } from '#web/kit/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { payments } from '../contract.ts'
import { CAUSES, RECOVERY_STATUS, ROW_STATUS } from '../rules.ts'
import { AppealDecisions } from './AppealDecisions.tsx'
import { ProposalBox } from './ProposalBox.tsx'
import { recoveryTones, rowTones, whyOf } from './words.ts'

const said = {
  none: { zh: '尚未作出决定。', en: 'Nothing is decided yet.' },
  issued: {
    zh: '申领已批准，券已发放；使用后申请兑付，再行拨付。',
    en: 'The claim is approved and the voucher issued; money is paid once its use is redeemed.',
  },
  queued: {
    zh: '申领已通过，正在排队等候额度，券尚未发放。',
    en: 'The claim is passed and waits for money; no voucher is issued yet.',
  },
  notIssued: {
    zh: '申领已通过，但等候额度期间不再符合发放条件，未发券。',
    en: 'The claim was passed, but no voucher is issued: it could no longer get one when its turn came.',
  },
  voucherDecision: { zh: '发放决定书', en: 'Decision to issue' },
  noVoucherDecision: { zh: '不予发放决定书', en: 'Decision that none is issued' },
  revoked: { zh: '批准已撤销。', en: 'The approval was revoked.' },
  ended: { zh: '未作决定即已办结。', en: 'It ended without a decision.' },
  toBatch: { zh: '到“批次与公示”编入批次', en: 'Put it into a batch' },
  batch: { zh: '查看所在批次', en: 'See its batch' },
  notice: { zh: '查看公示', en: 'See the public notice' },
  approved: { zh: '兑付决定书', en: 'Decision' },
  refused: { zh: '不予批准决定书', en: 'Decision of refusal' },
  due: { zh: '已批准，待编制拨付单。', en: 'Approved; waits for a payment run.' },
  run: { zh: '拨付单 {number}', en: 'run {number}' },
  recover: { zh: '决定追回', en: 'Recover' },
  stop: { zh: '停止支付并追回', en: 'Stop the payment' },
} as const satisfies Record<string, Text>

/** Where the money of a case is: decision documents, payments, recoveries. */
export function MoneyPanel({ caseId }: CasePanelProps) {
  const t = useText()
  const may = useMay()
  const { state, programme } = useAsked(cases.get, { params: { id: caseId } })
  const redeems = programme.outcome === 'voucher.redeem'
  const { status } = state
  const approved = redeems && (status === 'approved' || status === 'revoked')
  const claimed = programme.outcome === 'voucher.issue' && status === 'approved'
  const refused = status === 'refused' || status === 'appealed'
  const stage = programme.stages.find(({ id }) => id === state.stage)
  const awaitsBatch = status === 'open' && stage?.kind === 'batch' && !state.batch
  return (
    <Stack gap="s">
      {claimed && <Issued caseId={caseId} />}
      {!approved && !claimed && status !== 'refused' && <p className="x-quiet">{t(undecided(status))}</p>}
      <Row>
        {approved && (
          <Link to="/decisions/$kind/$id" params={{ kind: 'redemption', id: caseId }} as="plain" icon="file">
            {t(said.approved)}
          </Link>
        )}
        {refused && (
          <Link to="/decisions/$kind/$id" params={{ kind: 'refusal', id: caseId }} as="plain" icon="file">
            {t(said.refused)}
          </Link>
        )}
        <AppealDecisions id={caseId} decisions={state.decisions} />
        {redeems && awaitsBatch && may('batch.manage') && (
          <Link to="/desk/batches" as="plain" icon="inbox">
            {t(said.toBatch)}
          </Link>
        )}
        {state.batch && may('batch.read') && (
          <Link to="/desk/batches/$id" params={{ id: state.batch.id }}>
            {t(said.batch)}
          </Link>
        )}
        {state.noticeId && (
          <Link to="/notices/$id" params={{ id: state.noticeId }}>
            {t(said.notice)}
          </Link>
        )}
      </Row>
      {approved && may('payment.read') && <Paid caseId={caseId} waits={status === 'approved'} />}
      {approved && may('recovery.read') && <ProposalBox caseId={caseId} />}
      {approved && may('recovery.read') && <Back caseId={caseId} />}
    </Stack>
  )
}

/** What stands in the place of a decision: of an ended case why there is none. */
const undecided = (status: string): Text => {
  if (status === 'revoked') return said.revoked
  return status === 'withdrawn' || status === 'lapsed' ? said.ended : said.none
}

/** A claim that was passed: its voucher, or why there is none yet. */
function Issued({ caseId }: { caseId: string }) {
  const t = useText()
  const { data } = useAskedLater(vouchers.claim, { params: { id: caseId } })
  if (!data) return null
  const waits = data.status === 'queued' ? said.queued : said.notIssued
  return (
    <>
      <p className="x-quiet">{t(data.voucherId ? said.issued : waits)}</p>
      {(data.voucherId || data.status === 'refused') && (
        <Row>
          <Link to="/decisions/$kind/$id" params={{ kind: 'issue', id: caseId }} as="plain" icon="file">
            {t(data.voucherId ? said.voucherDecision : said.noVoucherDecision)}
          </Link>
        </Row>
      )}
    </>
  )
}

function Paid({ caseId, waits }: { caseId: string; waits: boolean }) {
  const t = useText()
  const may = useMay()
  const { data } = useAskedLater(payments.payments, { query: { redemptionId: caseId } })
  if (!data) return null
  const paid = data.rows.some((row) => row.status === 'paid')
  const running = data.rows.some((row) => row.status === 'prepared' || row.status === 'sent')
  return (
    <>
      {waits && !paid && !running && <p>{t(said.due)}</p>}
      {data.rows.map((row) => (
        <div key={row.id}>
          <StateTag tone={rowTones[row.status]}>{t(ROW_STATUS[row.status])}</StateTag>{' '}
          <Money fen={row.amountFen} /> {row.paidOn}{' '}
          <span className="x-quiet">
            {t(said.run, { number: row.runNumber })} · {row.account}
          </span>
          {row.reason && <span className="x-block x-note">{t(whyOf({ ...row, reason: row.reason }))}</span>}
        </div>
      ))}
      {waits && may('recovery.decide') && (
        <p>
          <Link to="/desk/recoveries/new" search={{ redemption: caseId }}>
            {t(paid ? said.recover : said.stop)}
          </Link>
        </p>
      )}
    </>
  )
}

function Back({ caseId }: { caseId: string }) {
  const t = useText()
  const may = useMay()
  const { data } = useAskedLater(payments.recoveries, { query: { redemptionId: caseId } })
  const at = may('recovery.volunteer') ? '/recoveries/$id' : '/desk/recoveries/$id'
  return (data?.rows ?? []).map((row) => (
    <div key={row.id}>
      <Link to={at} params={{ id: row.id }}>
        {row.number}
      </Link>{' '}
      {t(CAUSES[row.cause])} <Money fen={row.demandedFen} />{' '}
      <StateTag tone={recoveryTones[row.status]}>{t(RECOVERY_STATUS[row.status])}</StateTag>
    </div>
  ))
}
