import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { StateTag, Table } from '#web/kit/index.ts'
import { words } from './words.ts'

type Result = { id: string; done: boolean; refused: { text: Text } | null }

const said = {
  caption: { zh: '办理结果：{done} 件已办理，{refused} 件未办理', en: '{done} done, {refused} not done' },
} as const satisfies Record<string, Text>

/** What became of each row of many; `nameOf` says its number. */
export function Results({ results, nameOf }: { results: readonly Result[]; nameOf: (id: string) => string }) {
  const t = useText()
  const done = results.filter((row) => row.done).length
  return (
    <Table
      caption={t(said.caption, { done, refused: results.length - done })}
      rows={results}
      rowKey={(row) => row.id}
      columns={[
        { key: 'number', head: words.redemption, cell: (row) => nameOf(row.id) },
        {
          key: 'result',
          head: words.result,
          cell: ({ refused }) =>
            refused ? (
              <>
                <StateTag tone="alarm">{t(words.notDone)}</StateTag> {t(refused.text)}
              </>
            ) : (
              <StateTag tone="good">{t(words.done)}</StateTag>
            ),
        },
      ]}
    />
  )
}
