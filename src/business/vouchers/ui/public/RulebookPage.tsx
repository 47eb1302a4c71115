import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useParams } from '#web/api.ts'
import {
  Card,
  ClauseRef,
  Empty,
  Facts,
  Link,
  PageHead,
  RegionTag,
  Row,
  Select,
  Stack,
  StateTag,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import type { Rulebook } from '../../browser.ts'
import { Documents } from './Documents.tsx'
import { ruleLines, SECTIONS, type Section } from './rule-lines.ts'
import { RuleTable, ServiceTable } from './RuleTables.tsx'
import { RulebookChanges } from './RulebookChanges.tsx'
import { periodText, standOf, stateWords, tones } from './Rulebooks.tsx'
import { useRegions, useRulebooks } from './useRulebooks.ts'

const said = {
  up: { zh: '全部办法', en: 'All rulebooks' },
  none: { zh: '没有这个办法', en: 'No such rulebook' },
  noneWhy: { zh: '它可能尚未载入。请从全部办法中选择。', en: 'It may not be loaded. Choose from the list.' },
  check: { zh: '自测是否符合', en: 'Check yourself' },
  authority: { zh: '主管地区', en: 'Authority' },
  period: { zh: '有效期', en: 'In force' },
  standing: { zh: '条目出处', en: 'Standing of the rules' },
  counts: { zh: '{sourced} 条有出处，{assumed} 条为假定', en: '{sourced} sourced, {assumed} assumed' },
  contents: { zh: '本页内容', en: 'On this page' },
  compare: { zh: '与其他版本比较', en: 'Compare with another version' },
  with: { zh: '比较的版本', en: 'Version to compare with' },
  only: { zh: '本办法只有一个版本。', en: 'This rulebook has one version only.' },
  documents: { zh: '来源文件', en: 'Documents read' },
} as const satisfies Record<string, Text>

const Filters = z.object({ with: z.string().max(120).optional() })

/** One version in plain words, clause by clause, and what changed against another. */
export function RulebookPage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const { books, today } = useRulebooks()
  const regions = useRegions()
  const book = books.find((one) => one.id === id)
  if (!book)
    return (
      <>
        <PageHead title={said.none} up={{ to: '/rulebooks', label: said.up }} />
        <Empty title={t(said.noneWhy)} />
      </>
    )
  const lines = ruleLines(book)
  const stand = standOf(book, today)
  const assumed = lines.filter((one) => one.cited.standing === 'assumed').length
  // Evidence stands beside the ratio of its service.
  const sections = (Object.keys(SECTIONS) as Section[]).filter(
    (part) => part !== 'evidence' && lines.some((one) => one.section === part),
  )
  return (
    <>
      <PageHead
        title={book.title}
        up={{ to: '/rulebooks', label: said.up }}
        lead={t(book.summary)}
        tags={<StateTag tone={tones[stand]}>{t(stateWords[stand])}</StateTag>}
        actions={
          <Link to="/self-check" as="primary">
            {t(said.check)}
          </Link>
        }
      />
      <Stack gap="l">
        <Card tone="soft">
          <Facts
            columns={3}
            facts={[
              {
                label: said.authority,
                value: <RegionTag code={book.authority} name={regions.nameOf(book.authority)} />,
              },
              { label: said.period, value: t(periodText(book)), note: <ClauseRef cited={book.dating} /> },
              { label: said.standing, value: t(said.counts, { sourced: lines.length - assumed, assumed }) },
            ]}
          />
        </Card>
        <nav aria-label={t(said.contents)}>
          <Row>
            {[...sections, 'compare' as const, 'documents' as const].map((part) => (
              <a key={part} href={`#${part}`} className="x-button x-button-plain x-small">
                {t(part === 'compare' || part === 'documents' ? said[part] : SECTIONS[part])}
              </a>
            ))}
          </Row>
        </nav>
        {sections.map((part) => (
          <Card key={part} id={part} title={t(SECTIONS[part])}>
            {part === 'pays' ? (
              <ServiceTable book={book} caption={SECTIONS.pays} />
            ) : (
              <RuleTable caption={SECTIONS[part]} lines={lines.filter((one) => one.section === part)} />
            )}
          </Card>
        ))}
        <Card id="compare" title={t(said.compare)}>
          <Comparison book={book} books={books} />
        </Card>
        <Documents documents={book.documents} />
      </Stack>
    </>
  )
}

function Comparison({ book, books }: { book: Rulebook; books: readonly Rulebook[] }) {
  const t = useText()
  const [filters, setFilters] = useFilters(Filters)
  const others = books
    .filter((one) => one.scheme === book.scheme && one.id !== book.id)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))
  const before = others.find((one) => one.effectiveFrom < book.effectiveFrom)
  const chosen = others.find((one) => one.id === filters.with) ?? before ?? others[0]
  if (!chosen) return <p className="x-quiet">{t(said.only)}</p>
  const [older, newer] = chosen.effectiveFrom < book.effectiveFrom ? [chosen, book] : [book, chosen]
  return (
    <Stack>
      <Select
        label={t(said.with)}
        value={chosen.id}
        onChange={(next) => setFilters({ with: next || undefined })}
        options={others.map((one) => ({ value: one.id, label: one.title }))}
      />
      <RulebookChanges before={older} after={newer} />
    </Stack>
  )
}
