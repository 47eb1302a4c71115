import { useState } from 'react'
import type { Text } from '#core/text.ts'
import type { Form as Kept } from '#platform/cases/browser.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Choice, Field, Moment, Stack } from '#web/kit/index.ts'
import type { Conflict } from './useDraft.ts'

const said = {
  told: {
    zh: '{who}在您之后保存了这份草稿，以下各项与您填写的不同。请逐项选用，双方内容都还在。',
    en: '{who} saved this draft after you opened it. These entries differ; choose one of each. Nothing is lost.',
  },
  mine: { zh: '我填写的：{value}', en: 'Mine: {value}' },
  theirs: { zh: '{who}填写的：{value}', en: 'Of {who}: {value}' },
  none: { zh: '（空）', en: '(empty)' },
  go: { zh: '按所选继续', en: 'Go on with these' },
} as const satisfies Record<string, Text>

/** Two clerks, one draft: what differs, side by side, and a choice for each entry. */
export function DraftConflict({
  conflict,
  mine,
  labels,
  worded,
  onSettle,
}: {
  conflict: Conflict
  mine: Kept
  labels: Record<string, Text>
  worded: (name: string, value: unknown) => string
  onSettle: (chosen: Kept) => void
}) {
  const t = useText()
  const { theirs, savedBy, savedAt } = conflict
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  const differ = names.filter((name) => String(mine[name] ?? '') !== String(theirs[name] ?? ''))
  const [theirsTaken, setTaken] = useState<Record<string, boolean>>({})
  const text = (name: string, value: unknown) =>
    value === undefined || value === null || value === '' ? t(said.none) : worded(name, value)
  const settle = () =>
    onSettle({
      ...mine,
      ...Object.fromEntries(
        differ.flatMap((name) => (theirsTaken[name] ? [[name, theirs[name] ?? null]] : [])),
      ),
    })
  return (
    <Box tone="wait">
      <Stack gap="s">
        <p role="alert">
          {t(said.told, { who: savedBy })} <Moment at={savedAt} />
        </p>
        {differ.map((name) => (
          <Field key={name} label={labels[name] ?? name} group required>
            <Choice
              value={theirsTaken[name] ? 'theirs' : 'mine'}
              onChange={(next) => setTaken((before) => ({ ...before, [name]: next === 'theirs' }))}
              options={[
                { value: 'mine', label: t(said.mine, { value: text(name, mine[name]) }) },
                { value: 'theirs', label: t(said.theirs, { who: savedBy, value: text(name, theirs[name]) }) },
              ]}
            />
          </Field>
        ))}
        <div>
          <Button kind="primary" onClick={settle}>
            {t(said.go)}
          </Button>
        </div>
      </Stack>
    </Box>
  )
}
