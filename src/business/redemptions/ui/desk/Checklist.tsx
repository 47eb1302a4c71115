import type { Text } from '#core/text.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import { ClauseRef, type IconName, Icon, Link, StateTag, type Tone } from '#web/kit/index.ts'
import { citedBy } from '../cited.ts'
import type { Inside } from './RedemptionPanel.tsx'

const said = {
  label: { zh: '逐项核对', en: 'What to check, one by one' },
  sum: {
    zh: '{fail} 项不符，{warn} 项注意，{look} 项待人工核对，{pass} 项相符',
    en: '{fail} fail, {warn} to note, {look} for your eyes, {pass} pass',
  },
  pass: { zh: '相符', en: 'fits' },
  fail: { zh: '不符', en: 'fails' },
  warn: { zh: '注意', en: 'note' },
  look: { zh: '请核对', en: 'look' },
  missing: { zh: '缺少', en: 'missing: ' },
  none: { zh: '无对应材料', en: 'no paper for it' },
} as const satisfies Record<string, Text>

type Finding = Inside['findings'][number]
type Outcome = Finding['outcome']

const looks: Record<Outcome, [Tone, IconName]> = {
  fail: ['alarm', 'cross'],
  warn: ['wait', 'warning'],
  look: ['info', 'question'],
  pass: ['good', 'check'],
}
const order = Object.keys(looks) as Outcome[]

/** What fails first, then what to note, then what only eyes can see; each beside the document that proves it. */
export function Checklist({ inside }: { inside: Inside }) {
  const t = useText()
  const count = (outcome: Outcome) => inside.findings.filter((one) => one.outcome === outcome).length
  const counts = Object.fromEntries(order.map((outcome) => [outcome, count(outcome)]))
  const findings = order.flatMap((outcome) => inside.findings.filter((one) => one.outcome === outcome))
  const missing = inside.evidence.filter((row) => row.needed && row.files.length === 0)
  return (
    <section aria-label={t(said.label)}>
      <p>
        <strong>{t(said.label)}</strong> <span className="x-quiet">{t(said.sum, counts)}</span>
      </p>
      <ul className="r-checks">
        {findings.map((finding) => (
          <Check key={finding.id} finding={finding} missing={finding.id === 'evidence' ? missing : []} />
        ))}
      </ul>
    </section>
  )
}

function Check({ finding, missing }: { finding: Finding; missing: Inside['evidence'] }) {
  const t = useText()
  const [tone, icon] = looks[finding.outcome]
  // One receipt may prove two kinds of payment.
  const proofs = [...new Map(finding.proofs.map((one) => [`${one.kind}${one.id}`, one])).values()]
  return (
    <li>
      <StateTag tone={tone} icon={icon}>
        {t(said[finding.outcome])}
      </StateTag>
      <div>
        {t(finding.says)} {finding.clause && <ClauseRef cited={citedBy(finding.clause)} />}
        {finding.detail && <div className="x-quiet">{t(finding.detail)}</div>}
        {missing.map((row) => (
          <div key={row.kind} className="x-quiet">
            {t(said.missing)}
            {t(row.label)}
          </div>
        ))}
      </div>
      <ul className="r-proofs">
        {proofs.map((proof) => (
          <li key={`${proof.kind}${proof.id}`}>
            <Proof proof={proof} />
          </li>
        ))}
        {proofs.length === 0 && finding.outcome === 'look' && <li className="x-quiet">{t(said.none)}</li>}
      </ul>
    </li>
  )
}

const pages = { invoice: '/invoices/$id', order: '/orders/$id', provider: '/providers/$id' } as const

function Proof({ proof }: { proof: Finding['proofs'][number] }) {
  const { kind, id, name } = proof
  if (kind === 'file') return <Attachment id={id}>{name}</Attachment>
  if (kind === 'profile')
    return (
      <Link to="/desk/organisations/$id" params={{ id }}>
        <Icon name="user" /> {name}
      </Link>
    )
  return (
    <Link to={pages[kind]} params={{ id }}>
      <Icon name="file" /> {name}
    </Link>
  )
}
