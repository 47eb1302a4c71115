import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Card, Facts, Link, PageHead, RegionTag, Stack, StateTag, Tag } from '#web/kit/index.ts'
import { kindNames } from '#platform/identity/browser.ts'
import { directory } from '../../browser.ts'
import { FactTable } from '../mine/FactTable.tsx'
import { TeamPeople } from '../mine/TeamPeople.tsx'
import { ClosedBox } from './Closing.tsx'
import { type Full, statusTones, statusWords } from './desk-words.ts'
import { LicenceCard } from './LicenceCard.tsx'
import { NamesAndPlaces } from './NamesAndPlaces.tsx'
import { FactsToCheck } from './PendingFacts.tsx'
import { SponsorCard } from './SponsorCard.tsx'
import { TiesCard } from './TiesCard.tsx'
import './desk.css'

const said = {
  up: { zh: '单位核实', en: 'Organisations' },
  waiting: { zh: '待核实事项', en: 'Facts to check' },
  profile: { zh: '单位档案', en: 'Profile' },
  code: { zh: '统一社会信用代码', en: 'Credit code' },
  host: { zh: '依托单位', en: 'Host' },
  sponsor: { zh: '推荐的孵化载体', en: 'Sponsoring incubator' },
  disputed: {
    zh: '该单位的信用代码有待裁定的争议，裁定前其涉及资金的事项全部暂停。',
    en: 'A dispute about its credit code is open; nothing of it that moves money goes on until it is decided.',
  },
  byCase: {
    zh: '该单位已迁出本辖区。其在办件仍由受理地办结，因此办结之前您可以查阅档案（收款账户除外），查阅留有记录；档案事项由现所在地核实。',
    en: 'It has moved out of your region. Its case stays where it was filed, so until that is over you may read the profile (but for the account), and that is recorded. Its new place confirms the facts.',
  },
  toCase: { zh: '在办件 {number}', en: 'Case {number}' },
  toDispute: { zh: '去裁定', en: 'Decide it' },
} as const satisfies Record<string, Text>

/** One organisation as the officer of its region sees it. */
export function OrganisationDesk() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useAsked(directory.get, { params: { id } })
  const may = (permission: string) => found.abilities.includes(permission)
  return (
    <>
      <PageHead
        title={found.name}
        up={{ to: '/desk/organisations', label: said.up }}
        tags={
          <>
            <StateTag tone={statusTones[found.status]}>{t(statusWords[found.status])}</StateTag>
            <Tag>{t(kindNames[found.kind])}</Tag>
            <RegionTag code={found.regionCode} name={found.regionName} />
          </>
        }
      />
      <Stack>
        <Card>
          <Facts
            columns={3}
            facts={[
              { label: said.code, value: found.uscc ?? '—' },
              found.host !== null && { label: said.host, value: found.host.name },
              found.sponsor !== null && { label: said.sponsor, value: found.sponsor.name },
            ]}
          />
        </Card>
        <ClosedBox found={found} />
        {found.status === 'disputed' && (
          <Box tone="alarm">
            {t(said.disputed)}{' '}
            <Link to="/desk/organisations" search={{ tab: 'disputes' }}>
              {t(said.toDispute)}
            </Link>
          </Box>
        )}
        {found.openCase && (
          <Box tone="info">
            {t(said.byCase)}{' '}
            <Link to="/cases/$id" params={{ id: found.openCase.id }}>
              {t(said.toCase, { number: found.openCase.number })}
            </Link>
          </Box>
        )}
        {found.licence &&
          (found.kind === 'team' ? <SponsorCard found={found} /> : <LicenceCard found={found} />)}
        {may('profile.read') && <Profile found={found} decides={may('fact.decide')} />}
        {may('tie.read') && <TiesCard found={found} />}
        {may('person.read') && found.kind === 'team' && <TeamPeople id={id} />}
        <NamesAndPlaces found={found} />
        {may('profile.read') && <HistoryCard kind="organisation" id={id} />}
      </Stack>
    </>
  )
}

function Profile({ found, decides }: { found: Full; decides: boolean }) {
  const t = useText()
  const { rows } = useAsked(directory.profile, { params: { id: found.id }, query: { history: 'false' } })
  const waiting = rows.filter((fact) => fact.state === 'pending')
  // Once shown it stays, so that the answers of the last ones decided can be read.
  const [toCheck, setToCheck] = useState(false)
  if (waiting.length > 0 && !toCheck) setToCheck(true)
  return (
    <>
      {decides && toCheck && (
        <Card title={t(said.waiting)} id="waiting">
          <FactsToCheck facts={waiting} />
        </Card>
      )}
      <Card title={t(said.profile)}>
        <FactTable id={found.id} kind={found.kind} declares={false} />
      </Card>
    </>
  )
}
