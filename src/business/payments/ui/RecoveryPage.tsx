import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useLocation, useMay, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import { Box, Button, Facts, Link, Moment, Money, PageHead, Row, Stack, StateTag } from '#web/kit/index.ts'
import { payments } from '../contract.ts'
import { CAUSES, RECOVERY_STATUS, yuan } from '../rules.ts'
import { BankSlips } from './BankSlips.tsx'
import { BookReturn } from './BookReturn.tsx'
import { Overturn } from './Overturn.tsx'
import { Refunds } from './Refunds.tsx'
import { Waive } from './Waive.tsx'
import { recoveryTones, words } from './words.ts'
import './money.css'

const said = {
  up: { zh: '追回', en: 'Recoveries' },
  title: { zh: '追回 {number}', en: 'Recovery {number}' },
  late: { zh: '已逾期', en: 'overdue' },
  document: { zh: '查看和打印决定书', en: 'Read and print the decision' },
  redemption: { zh: '兑付', en: 'Redemption' },
  cause: { zh: '事由', en: 'Cause' },
  clause: { zh: '依据', en: 'Clause' },
  demanded: { zh: '应退', en: 'Demanded' },
  returned: { zh: '已退', en: 'Returned' },
  left: { zh: '尚欠', en: 'Still owed' },
  due: { zh: '退款期限', en: 'Due' },
  decided: { zh: '决定', en: 'Decided' },
  ended: { zh: '办结', en: 'Ended' },
  overturn: { zh: '撤销虚假认定', en: 'Overturn the finding' },
  cap: { zh: '{year} 年申领额度', en: 'Yearly cap of {year}' },
  capBack: { zh: '已恢复 {amount} 元，可再次申领', en: 'CNY {amount} given back; they can be claimed again' },
  why: { zh: '理由', en: 'Why' },
  came: { zh: '已退 {returned} 元，应退 {demanded} 元', en: 'CNY {returned} of {demanded} returned' },
  returns: { zh: '退回记录', en: 'What came back' },
  none: { zh: '还没有款项退回。', en: 'Nothing has come back yet.' },
  received: { zh: '到账日期', en: 'Received on' },
  book: { zh: '登记到账', en: 'Book money that came' },
  waive: { zh: '撤销未退部分', en: 'Waive the rest' },
  takeBack: { zh: '撤回退款登记', en: 'Take the offer back' },
  how: { zh: '怎样退款', en: 'How to pay' },
  howWhat: {
    zh: '请由收款单位账户转账，退回{authority}原拨付账户（见当时的银行入账通知），附言写明“{number}”，以便对账入账。可以分次退回。',
    en: 'Transfer it from the account that was paid, back to the account of {authority} that paid it (see the bank’s credit note), and write “{number}” as the purpose. It may come in parts.',
  },
  howWho: {
    zh: '财务部门确认到账后登记，您会收到消息。对决定不服的，救济途径见决定书。',
    en: 'The finance office books it when it arrives, and you are told. How to contest the decision stands in its document.',
  },
} as const satisfies Record<string, Text>

export type RecoveryOne = ReturnsOf<typeof payments.recovery>

/** One recovery: for the authority to book what returns, for the payee to know what, until when and how. */
export function RecoveryPage() {
  const t = useText()
  const { pathname } = useLocation()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const one = useAsked(payments.recovery, { params: { id } })
  const [overturning, setOverturning] = useState(false)
  const up = pathname.startsWith('/desk/') ? '/desk/recoveries' : '/recoveries'
  return (
    <>
      <PageHead
        title={t(said.title, { number: one.number })}
        up={{ to: up, label: said.up }}
        tags={
          <>
            <StateTag tone={recoveryTones[one.status]}>{t(RECOVERY_STATUS[one.status])}</StateTag>
            {one.overdue && <StateTag tone="alarm">{t(said.late)}</StateTag>}
          </>
        }
        actions={
          <Link to="/decisions/$kind/$id" params={{ kind: 'recovery', id }} as="plain" icon="print">
            {t(said.document)}
          </Link>
        }
      />
      <Stack>
        <RecoveryFacts one={one} />
        {one.status === 'open' && up === '/recoveries' && <HowToPay one={one} />}
        {one.status !== 'stopped' && (one.status !== 'overturned' || one.returns.length > 0) && (
          <Returns one={one} />
        )}
        {one.refundFen > 0n && <Refunds one={one} />}
        {one.abilities.includes('recovery.overturn') && (
          <Row>
            <Button onClick={() => setOverturning(true)}>{t(said.overturn)}</Button>
          </Row>
        )}
        {overturning && <Overturn one={one} verb={said.overturn} onClose={() => setOverturning(false)} />}
        <HistoryCard kind="recovery" id={id} />
      </Stack>
    </>
  )
}

function RecoveryFacts({ one }: { one: RecoveryOne }) {
  const t = useText()
  const owed = one.status === 'open' ? one.demandedFen - one.returnedFen : 0n
  return (
    <Facts
      columns={3}
      facts={[
        { label: words.payee, value: one.organisationName },
        { label: words.authority, value: one.authorityName },
        {
          label: said.redemption,
          value: (
            <Link to="/cases/$id" params={{ id: one.redemptionId }}>
              {one.redemptionNumber}
            </Link>
          ),
        },
        { label: said.demanded, value: <Money fen={one.demandedFen} /> },
        { label: said.returned, value: <Money fen={one.returnedFen} /> },
        { label: said.left, value: <Money fen={owed} /> },
        { label: said.cause, value: t(CAUSES[one.cause]), note: `${t(said.clause)} ${one.clause}` },
        one.dueOn !== null && {
          label: said.due,
          value: one.dueOn,
          note: one.dueProvisional && t(shared.provisional),
        },
        { label: said.decided, value: <Moment at={one.decidedAt} />, note: one.decidedBy },
        { label: said.why, value: <p className="p-said">{one.reason}</p> },
        one.capGivenBack !== null && {
          label: t(said.cap, { year: one.capGivenBack.year }),
          value: t(said.capBack, { amount: yuan(one.capGivenBack.amountFen) }),
        },
        one.endedAt !== null && {
          label: said.ended,
          value: <Moment at={one.endedAt} />,
          note: one.endReason,
        },
      ]}
    />
  )
}

function HowToPay({ one }: { one: RecoveryOne }) {
  const t = useText()
  return (
    <Box tone="wait">
      <strong>{t(said.how)}</strong>
      <p>{t(said.howWhat, { authority: one.authorityName, number: one.number })}</p>
      <p>{t(said.howWho)}</p>
    </Box>
  )
}

function Returns({ one }: { one: RecoveryOne }) {
  const t = useText()
  const [open, setOpen] = useState<'book' | 'waive' | null>(null)
  const officer = useMay()('recovery.decide')
  const { abilities } = one
  const close = () => setOpen(null)
  const came = t(said.came, { returned: yuan(one.returnedFen), demanded: yuan(one.demandedFen) })
  return (
    <BankSlips
      title={said.returns}
      came={came}
      doneFen={one.returnedFen}
      wholeFen={one.demandedFen}
      day={said.received}
      none={said.none}
      slips={one.returns.map((row) => ({ ...row, day: row.receivedOn }))}
      dialogs={
        <>
          {open === 'book' && <BookReturn one={one} onClose={close} />}
          {open === 'waive' && (
            <Waive one={one} verb={officer ? said.waive : said.takeBack} onClose={close} />
          )}
        </>
      }
    >
      {abilities.includes('recovery.book') && (
        <Button kind="primary" onClick={() => setOpen('book')}>
          {t(said.book)}
        </Button>
      )}
      {abilities.includes('recovery.waive') && (
        <Button onClick={() => setOpen('waive')}>{t(officer ? said.waive : said.takeBack)}</Button>
      )}
    </BankSlips>
  )
}
