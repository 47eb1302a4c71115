import type { Text } from '#core/text.ts'
import { Card, Link, PageHead, RegionTag, Row, Stack, StateTag, Table } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import type { Rulebook } from '../../browser.ts'
import { useRegions, useRulebooks } from './useRulebooks.ts'

const said = {
  title: { zh: '科技创新券办法', en: 'Rulebooks of innovation vouchers' },
  lead: {
    zh: '每个办法按条文逐项列出，注明出处；没有读到原文的数字标为“假定”。申领按当日有效的版本办理，办到底不变。',
    en: 'Every rulebook rule by rule with its source; figures not read in any text are marked as assumed. A claim is judged by the version of its day, to the end.',
  },
  check: { zh: '先自测是否符合', en: 'Check yourself first' },
  agreements: { zh: '跨区域协议', en: 'Agreements between the regions' },
  since: { zh: '{day} 起生效', en: 'in force since {day}' },
  versions: { zh: '各版本', en: 'Versions' },
  version: { zh: '版本', en: 'Version' },
  period: { zh: '有效期', en: 'In force' },
  what: { zh: '要点', en: 'In short' },
} as const satisfies Record<string, Text>

export const stateWords = {
  now: { zh: '现行', en: 'in force' },
  past: { zh: '已失效', en: 'no longer in force' },
  coming: { zh: '即将施行', en: 'to come' },
} as const satisfies Record<string, Text>

/** Where a version stands on a day. */
export function standOf(book: Rulebook, today: string): keyof typeof stateWords {
  if (book.effectiveFrom > today) return 'coming'
  return book.effectiveTo !== null && book.effectiveTo < today ? 'past' : 'now'
}

export const tones = { now: 'good', past: 'plain', coming: 'info' } as const

export const periodText = (book: Pick<Rulebook, 'effectiveFrom' | 'effectiveTo'>): Text => ({
  zh: `${book.effectiveFrom} 至 ${book.effectiveTo ?? '今'}`,
  en: `${book.effectiveFrom} to ${book.effectiveTo ?? 'now'}`,
})

/** Schemes, each with all its versions; then the agreements. */
export function Rulebooks() {
  const t = useText()
  const { books, agreements } = useRulebooks()
  const schemes = [...new Set(books.map((book) => book.scheme))]
  return (
    <>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={
          <Link to="/self-check" as="primary">
            {t(said.check)}
          </Link>
        }
      />
      <Stack gap="l">
        {schemes.map((scheme) => (
          <Scheme key={scheme} versions={books.filter((book) => book.scheme === scheme)} />
        ))}
        <Card title={t(said.agreements)}>
          <ul className="x-plain-list">
            {agreements.map((agreement) => (
              <li key={agreement.id}>
                <Link to="/agreements/$id" params={{ id: agreement.id }}>
                  {t(agreement.title)}
                </Link>{' '}
                <span className="x-quiet">{t(said.since, { day: agreement.effectiveFrom })}</span>
              </li>
            ))}
          </ul>
        </Card>
      </Stack>
    </>
  )
}

function Scheme({ versions }: { versions: readonly Rulebook[] }) {
  const t = useText()
  const regions = useRegions()
  const { today } = useRulebooks()
  const shown = versions.find((book) => standOf(book, today) === 'now') ?? versions[0]
  if (!shown) return null
  return (
    <Card
      title={t(shown.title)}
      actions={<RegionTag code={shown.authority} name={regions.nameOf(shown.authority)} />}
    >
      <Table
        caption={{ zh: `${t(shown.title)}：各版本`, en: `${t(shown.title)}: versions` }}
        hideCaption
        rows={versions}
        rowKey={(book) => book.id}
        columns={[
          {
            key: 'version',
            head: said.version,
            width: '9rem',
            cell: (book) => (
              <Link to="/rulebooks/$id" params={{ id: book.id }}>
                {book.version}
              </Link>
            ),
          },
          {
            key: 'period',
            head: said.period,
            width: '15rem',
            cell: (book) => (
              <Row>
                {t(periodText(book))}
                <StateTag tone={tones[standOf(book, today)]}>{t(stateWords[standOf(book, today)])}</StateTag>
              </Row>
            ),
          },
          { key: 'what', head: said.what, cell: (book) => t(book.summary) },
        ]}
      />
    </Card>
  )
}
