import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { cases, type Programme } from '#platform/cases/browser.ts'
import { useAsked, useFilters, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Card, Empty, Link, PageHead, Stack } from '#web/kit/index.ts'
import { useRegions } from '../public/useRulebooks.ts'
import { ClaimForm } from './ClaimForm.tsx'
import { Bars } from './Bars.tsx'
import { ClaimDesks } from './ClaimDesks.tsx'

const said = {
  title: { zh: '申领科技创新券', en: 'Claim a voucher' },
  choose: { zh: '选择要申领的券', en: 'Choose which voucher to claim' },
  up: { zh: '我的申领', en: 'My claims' },
  open: { zh: '申领', en: 'Claim' },
  none: {
    zh: '贵单位所在地区目前没有受理中的券种。',
    en: 'No scheme takes claims from your region at present.',
  },
  missing: {
    zh: '“{scheme}”目前不受理申领。请在下面选择受理中的券种。',
    en: '“{scheme}” takes no claims at present. Choose one that does.',
  },
  alone: {
    zh: '请先登记或加入单位，再申领。',
    en: 'First register or join an organisation.',
  },
  join: { zh: '登记单位', en: 'Register an organisation' },
} as const satisfies Record<string, Text>

const Asked = z.object({ scheme: z.string().optional() })

export function ClaimPage() {
  const t = useText()
  const may = useMay()
  const me = useMe()
  const [{ scheme }] = useFilters(Asked)
  const { programmes } = useAsked(cases.programmes, { query: {} })
  const offered = programmes.filter(({ outcome, rulebook }) => outcome === 'voucher.issue' && rulebook)
  const { code, path } = useOwnRegion()
  const here = offered.filter(
    ({ regions }) => path.length === 0 || regions.some((code) => path.includes(code)),
  )
  const chosen = offered.find((one) => one.rulebook?.id === scheme)
  if (me && !may('claim.file'))
    return (
      <Stack>
        <PageHead title={said.title} />
        <Empty title={t(said.alone)}>
          <Link to="/organisation/join" as="primary">
            {t(said.join)}
          </Link>
        </Empty>
      </Stack>
    )
  if (chosen && scheme)
    return (
      <Stack>
        <PageHead
          title={chosen.title}
          lead={t(chosen.summary)}
          up={{ to: '/voucher-claims', label: said.up }}
        />
        <Bars />
        <ClaimDesks programme={chosen.id} region={code} />
        <ClaimForm key={chosen.id} programme={chosen} scheme={scheme} />
      </Stack>
    )
  return (
    <Stack>
      <PageHead title={said.title} lead={t(said.choose)} up={{ to: '/voucher-claims', label: said.up }} />
      <Bars />
      {scheme && <Box tone="wait">{t(said.missing, { scheme })}</Box>}
      {here.length === 0 && <Empty title={t(said.none)} />}
      {here.map((one) => (
        <Scheme key={one.id} programme={one} />
      ))}
    </Stack>
  )
}

/** The region of the organisation one acts for, with those above it; empty while it is not known. */
function useOwnRegion(): { code: string | undefined; path: readonly string[] } {
  const me = useMe()
  const { rows } = useRegions()
  const code = me?.seats.find((one) => one.membershipId === me.actingAs)?.organisation.regionCode
  return { code, path: rows.find((row) => row.code === code)?.path ?? [] }
}

function Scheme({ programme }: { programme: Programme }) {
  const t = useText()
  return (
    <Card
      title={t(programme.title)}
      actions={
        <Link to="/voucher-claims/new" search={{ scheme: programme.rulebook?.id }} as="primary">
          {t(said.open)}
        </Link>
      }
    >
      <p>{t(programme.summary)}</p>
    </Card>
  )
}
