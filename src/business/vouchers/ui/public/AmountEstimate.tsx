import { useMemo } from 'react'
import type { Text } from '#core/text.ts'
import {
  Box,
  Card,
  Checkbox,
  DerivationTable,
  Empty,
  Field,
  Folded,
  Money,
  MoneyInput,
  Select,
  Stack,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import {
  type ClaimCase,
  claimable,
  keysOf,
  type Rulebook,
  SERVICE_KINDS,
  type ServiceKind,
} from '../../browser.ts'
import type { Entered } from './questions.ts'

const said = {
  title: { zh: '能领多少', en: 'How much could be claimed' },
  why: {
    zh: '按首次申领、本年度尚未领过计算；实际以提交时的额度和资金为准。',
    en: 'As a first claim, with nothing taken this year; the caps and money of the day of filing decide.',
  },
  service: { zh: '服务类型', en: 'Kind of service' },
  contract: { zh: '拟签合同金额', en: 'Expected contract amount' },
  cross: { zh: '服务机构在外省市', en: 'The provider is in another province or municipality' },
  crossHint: {
    zh: '例如廊坊企业使用天津高校的实验室。',
    en: 'Such as a Langfang firm using a Tianjin laboratory.',
  },
  give: {
    zh: '选择服务类型并填写合同金额，即可测算。',
    en: 'Choose a service and give the contract amount.',
  },
  most: { zh: '{title}：最多可申领 ', en: '{title}: at most ' },
  asClass: { zh: '（{class}）', en: ' ({class})' },
  how: { zh: '怎么算的', en: 'How it is computed' },
} as const satisfies Record<string, Text>

type Props = { books: readonly Rulebook[]; entered: Entered; onChange: (change: Partial<Entered>) => void }

const isService = (text: string): text is ServiceKind => text in SERVICE_KINDS

/** Service, contract amount and crossing the border → what could be claimed under each rulebook, step by step. */
export function AmountEstimate({ books, entered, onChange }: Props) {
  const t = useText()
  const services = useMemo(() => {
    const paid = new Set(books.flatMap((book) => book.services.map((service) => service.kind)))
    return keysOf(SERVICE_KINDS).filter((kind) => paid.has(kind))
  }, [books])
  const { service, contractFen, cross, applicant } = entered
  return (
    <Card title={t(said.title)}>
      <Stack>
        <p className="x-quiet">{t(said.why)}</p>
        <Field label={said.service} required>
          <Select
            value={service}
            onChange={(next) => onChange({ service: next })}
            options={services.map((value) => ({ value: value as string, label: SERVICE_KINDS[value] }))}
          />
        </Field>
        <Field label={said.contract} required>
          <MoneyInput value={contractFen} onChange={(next) => onChange({ contractFen: next })} />
        </Field>
        <Checkbox
          value={cross}
          onChange={(next) => onChange({ cross: next })}
          label={said.cross}
          hint={said.crossHint}
        />
        {isService(service) && contractFen !== null && contractFen > 0n ? (
          <Stack>
            {books.map((book) => (
              <Estimate
                key={book.id}
                book={book}
                of={{ applicant, service, crossRegion: cross, contractFen }}
              />
            ))}
          </Stack>
        ) : (
          <Empty title={t(said.give)} />
        )}
      </Stack>
    </Card>
  )
}

type Asked = Pick<ClaimCase, 'applicant' | 'service' | 'crossRegion' | 'contractFen'>
const fresh = { takenFen: 0n, claimsThisYear: 0, claimsEver: 0 }

/** Once for the general firm, and once for each class the rulebook treats better. */
function Estimate({ book, of }: { book: Rulebook; of: Asked }) {
  const t = useText()
  const classes = of.applicant === 'enterprise' ? book.firmClasses : []
  const cases: { key: string; title: string; case: ClaimCase }[] = [
    { key: '', title: t(book.title), case: { ...of, history: fresh } },
    ...classes.map((one) => ({
      key: one.id,
      title: `${t(book.title)}${t(said.asClass, { class: t(one.says) })}`,
      case: { ...of, firmClass: one.id, history: fresh },
    })),
  ]
  return (
    <>
      {cases.map((one) => {
        const found = claimable(book, one.case)
        if (!('maxFen' in found))
          return (
            <Box key={one.key} tone="wait">
              <strong>{one.title}</strong> {t(found.text)}
            </Box>
          )
        return (
          <Box key={one.key} tone="good">
            {t(said.most, { title: one.title })}
            <strong>
              <Money fen={found.maxFen} />
            </strong>
            <Folded title={t(said.how)}>
              <DerivationTable
                caption={{ zh: `${one.title}：计算过程`, en: `${one.title}: derivation` }}
                resultFen={found.maxFen}
                steps={found.steps.map((step) => ({
                  key: step.id,
                  what: step.says,
                  amountFen: step.amountFen,
                  clause: step.clause,
                  source: step.source,
                  standing: step.assumed ? 'assumed' : 'sourced',
                  note: step.note,
                }))}
              />
            </Folded>
          </Box>
        )
      })}
    </>
  )
}
