import type { Programme } from '#platform/cases/browser.ts'
import type { Text } from '#core/text.ts'
import { Card, Link, Row, Stack } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { rulebooksOn } from '../../browser.ts'
import { ruleLines, type Section } from './rule-lines.ts'
import { RuleTable, ServiceTable } from './RuleTables.tsx'
import { useRulebooks } from './useRulebooks.ts'

const said = {
  who: { zh: '谁可以办', en: 'Who may apply' },
  check: { zh: '自测是否符合', en: 'Check yourself' },
  get: { zh: '能得到什么', en: 'What you get' },
  caps: { zh: '额度', en: 'Caps' },
  all: { zh: '办法全文', en: 'The whole rulebook' },
} as const satisfies Record<string, Text>

/** The rules of the version in force, on the page of a programme that pays by a voucher rulebook. */
export function ProgrammeRules({ programme }: { programme: Programme }) {
  const t = useText()
  const { books, today } = useRulebooks()
  const version = programme.rulebook?.version
  const book = version
    ? books.find((one) => one.version === version && one.scheme === programme.rulebook?.id)
    : rulebooksOn(books, today).find((one) => one.scheme === programme.rulebook?.id)
  if (!book) return null
  const lines = ruleLines(book)
  const of = (section: Section) => lines.filter((line) => line.section === section)
  const full = (
    <Link to="/rulebooks/$id" params={{ id: book.id }}>
      {t(said.all)}
    </Link>
  )
  return (
    <Stack gap="l">
      <Card
        title={t(said.who)}
        actions={
          <Row>
            {full}
            <Link to="/self-check" as="plain">
              {t(said.check)}
            </Link>
          </Row>
        }
      >
        <RuleTable caption={said.who} lines={of('who')} />
      </Card>
      <Card title={t(said.get)} actions={full}>
        <Stack>
          <ServiceTable book={book} caption={said.get} />
          <RuleTable caption={said.caps} lines={of('limits')} />
        </Stack>
      </Card>
    </Stack>
  )
}
