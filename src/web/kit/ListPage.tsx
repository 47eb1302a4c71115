import type { ReactNode } from 'react'
import { z } from 'zod'
import type { Endpoint } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useFilters } from '../filters.ts'
import { useText } from '../i18n/text.ts'
import { Link } from './Button.tsx'
import { PageHead, Stack } from './Layout.tsx'
import { ListOf, type ListProps } from './ListOf.tsx'
import { Tabs } from './Tabs.tsx'

type Add = { to: string; label: Text; as?: 'plain' | 'primary' }

/** A page that is one list: its head with the way to a new entry, where there is one, and what stands above the list. */
export function ListPage<E extends Endpoint<'query'>>({
  title,
  add,
  above,
  ...list
}: Omit<ListProps<E>, 'caption'> & { title: Text; add?: Add | false; above?: ReactNode }) {
  const t = useText()
  const actions = add && (
    <Link to={add.to} as={add.as ?? 'primary'} icon="plus">
      {t(add.label)}
    </Link>
  )
  return (
    <Stack>
      <PageHead title={title} actions={actions} />
      {above}
      <ListOf {...(list as unknown as ListProps<E>)} caption={title} />
    </Stack>
  )
}

const Filters = z.object({ which: z.enum(['waiting', 'all']).default('waiting') })
const said = {
  which: { zh: '范围', en: 'Which' },
  all: { zh: '全部', en: 'All' },
} as const satisfies Record<string, Text>

type Halves = { title: Text; lead: Text; waitingLabel: Text; waiting: ReactNode; all: ReactNode }

/** A page of what waits for a decision, with all that ever did behind the other tab. */
export function WaitingOrAll({ title, lead, waitingLabel, waiting, all }: Halves) {
  const t = useText()
  const [{ which }, set] = useFilters(Filters)
  return (
    <>
      <PageHead title={title} lead={t(lead)} />
      <Tabs
        label={said.which}
        selected={which}
        onSelect={(id) => set({ which: id as 'waiting' })}
        tabs={[
          { id: 'waiting', label: waitingLabel, content: waiting },
          { id: 'all', label: said.all, content: all },
        ]}
      />
    </>
  )
}
