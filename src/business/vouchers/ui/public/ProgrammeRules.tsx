import type { Programme } from '#platform/cases/browser.ts'
import type { Text } from '#core/text.ts'
import { Card, Link, Row, Stack } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { rulebooksOn } from '../../browser.ts'
import { type RuleLine, ruleLines, type Section } from './rule-lines.ts'
import { RuleTable } from './RulebookPage.tsx'
import { useRulebooks } from './useRulebooks.ts'

const said = {
  who: { zh: '谁可以办', en: 'Who may apply' },
  check: { zh: '自测是否符合', en: 'Check yourself' },
  get: { zh: '能得到什么', en: 'What you get' },
  evidence: { zh: '兑付时要交的材料', en: 'Evidence for the redemption' },
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
  const of = (...sections: Section[]) => lines.filter((line) => sections.includes(line.section))
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
        <RuleTable caption={said.get} lines={of('pays', 'limits').filter(isAmount)} />
      </Card>
      {programme.outcome === 'voucher.redeem' && (
        <Card title={t(said.evidence)} actions={full}>
          <RuleTable caption={said.evidence} lines={of('evidence')} />
        </Card>
      )}
    </Stack>
  )
}

/** Ratios and caps; that a service is on the list at all is said by its ratio. */
const isAmount = ({ key }: RuleLine) => key.includes('.ratios.') || key.startsWith('limits.')
