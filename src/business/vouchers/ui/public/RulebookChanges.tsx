import type { Text } from '#core/text.ts'
import { AssumedMark, Table } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { compareRulebooks, type Rulebook } from '../../browser.ts'
import { type RuleLine, ruleLines, SECTIONS } from './rule-lines.ts'

const said = {
  caption: { zh: '{before} → {after}：{count} 处不同', en: '{before} → {after}: {count} differences' },
  same: { zh: '两个版本没有不同。', en: 'The two versions do not differ.' },
  section: { zh: '部分', en: 'Part' },
  what: { zh: '事项', en: 'About' },
  before: { zh: '原来', en: 'Before' },
  after: { zh: '现在', en: 'After' },
  absent: { zh: '没有规定', en: 'no rule' },
} as const satisfies Record<string, Text>

/** What changed between two versions, in the words of each. */
export function RulebookChanges({ before, after }: { before: Rulebook; after: Rulebook }) {
  const t = useText()
  const [old, now] = [byKey(before), byKey(after)]
  const rows = compareRulebooks(before, after).flatMap(({ path }) => {
    const [was, is] = [old.get(path), now.get(path)]
    const one = is ?? was
    return one ? [{ key: path, one, was, is }] : []
  })
  if (rows.length === 0) return <p>{t(said.same)}</p>
  const caption = t(said.caption, { before: t(before.title), after: t(after.title), count: rows.length })
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { key: 'section', head: said.section, width: '18%', cell: ({ one }) => t(SECTIONS[one.section]) },
        { key: 'what', head: said.what, width: '22%', names: true, cell: ({ one }) => t(one.what) },
        { key: 'before', head: said.before, cell: ({ was }) => <Words line={was} /> },
        { key: 'after', head: said.after, cell: ({ is }) => <Words line={is} /> },
      ]}
    />
  )
}

const byKey = (book: Rulebook) => new Map(ruleLines(book).map((line) => [line.key, line]))

function Words({ line }: { line: RuleLine | undefined }) {
  const t = useText()
  if (!line) return <span className="x-quiet">{t(said.absent)}</span>
  return (
    <>
      {t(line.says)} {line.cited.standing === 'assumed' && <AssumedMark note={line.cited.note ?? null} />}
    </>
  )
}
