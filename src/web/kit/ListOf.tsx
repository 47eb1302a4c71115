import type { ReactNode } from 'react'
import type { CallInput, Endpoint, ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { type RowOf, useList } from '../asked.ts'
import { useText } from '../i18n/text.ts'
import { ExportButton } from './ExportButton.tsx'
import { Field } from './Field.tsx'
import { Select } from './inputs.tsx'
import { Row, Stack } from './Layout.tsx'
import { Empty, Skeleton } from './Progress.tsx'
import { type Column, Table } from './Table.tsx'
import { More } from './Tabs.tsx'

export type ListProps<E extends Endpoint<'query'>, R = RowOf<ReturnsOf<E>>> = {
  endpoint: E
  input?: CallInput<E>
  caption: Text
  columns: readonly Column<R>[]
  rowKey: (row: R) => string
  /** Said where there is no row; `noneWhy` says what to do then. */
  none: Text
  noneWhy?: ReactNode
  /** What narrows the list, above it. */
  children?: ReactNode
}

/** A list as found: what narrows it, its table, and more of it on demand. */
export function ListOf<E extends Endpoint<'query'>>({
  endpoint,
  input,
  none,
  noneWhy,
  children,
  ...table
}: ListProps<E>) {
  const t = useText()
  const list = useList(endpoint, input)
  return (
    <Stack>
      <Row gap="m" between>
        <Row gap="m">{children}</Row>
        <ExportButton endpoint={endpoint} {...(input ? { input } : {})} />
      </Row>
      {list.loading ? (
        <Skeleton />
      ) : (
        <Table hideCaption rows={list.rows} empty={<Empty title={t(none)}>{noneWhy}</Empty>} {...table} />
      )}
      <More {...list} />
    </Stack>
  )
}

type ChoiceProps<K extends string> = {
  label: Text
  /** What it says where nothing is chosen. */
  any: Text
  names: Record<K, Text>
  value: K | undefined
  onChange: (value: K | undefined) => void
}

/** Narrows a list to one of a few states, in their order. */
export function OneOf<K extends string>({ label, any, names, value, onChange }: ChoiceProps<K>) {
  const keys = Object.keys(names) as K[]
  return (
    <Field label={label}>
      <Select
        value={value ?? ''}
        none={any}
        onChange={(next) => onChange((next || undefined) as K | undefined)}
        options={keys.map((key) => ({ value: key, label: names[key] }))}
      />
    </Field>
  )
}
