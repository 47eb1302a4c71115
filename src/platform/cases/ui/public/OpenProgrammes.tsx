import type { Text } from '#core/text.ts'
import { useAsked } from '#web/api.ts'
import { Card, Empty, Link, Table } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { cases } from '../../browser.ts'
import { totalDays } from './programme-words.ts'

const said = {
  title: { zh: '今天受理', en: 'Open today' },
  all: { zh: '全部事项', en: 'All programmes' },
  what: { zh: '事项', en: 'Programme' },
  days: { zh: '全程', en: 'All steps' },
  unit: { zh: '工作日', en: 'working days' },
  until: { zh: '受理至', en: 'Until' },
  none: {
    zh: '还没有开始受理：受理部门的人员还没有配齐。',
    en: 'Nothing is taken yet: the authorities that handle it have no people.',
  },
  always: { zh: '常年', en: 'all year' },
} as const satisfies Record<string, Text>

/** For the home page: what is open today, and somebody is there to take. */
export function OpenProgrammes() {
  const t = useText()
  const { programmes } = useAsked(cases.programmes)
  if (programmes.length === 0) return null
  const served = programmes.filter((one) => one.served)
  return (
    <Card title={t(said.title)} actions={<Link to="/programmes">{t(said.all)}</Link>}>
      <Table
        caption={said.title}
        hideCaption
        rows={served}
        empty={<Empty title={t(said.none)} />}
        rowKey={(one) => one.id}
        columns={[
          {
            key: 'what',
            head: said.what,
            cell: (one) => (
              <Link to="/programmes/$id" params={{ id: one.id }}>
                {t(one.title)}
              </Link>
            ),
          },
          { key: 'days', head: said.days, unit: said.unit, right: true, cell: (one) => totalDays(one) },
          { key: 'until', head: said.until, cell: (one) => one.effectiveTo ?? t(said.always) },
        ]}
      />
    </Card>
  )
}
