import { useText } from '#web/i18n/text.ts'
import { useAsked, useMay, useParams } from '#web/api.ts'
import { Button, PageHead, Stack } from '#web/kit/index.ts'
import { cases } from '../../contract.ts'
import { useCasePanels } from '../panels.ts'
import { CaseTags } from './CaseHead.tsx'
import { CaseView } from './CaseView.tsx'

/** A case for everybody who may read it: applicant, officer, auditor. */
export function CasePage() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const detail = useAsked(cases.get, { params: { id } })
  const up = useUp(detail.programme.outcome)
  return (
    <>
      <PageHead
        title={`${detail.number} ${detail.applicant}`}
        {...(up ? { up } : {})}
        lead={t(detail.title)}
        tags={<CaseTags row={detail} />}
        actions={
          <Button icon="print" onClick={() => window.print()}>
            {t({ zh: '打印', en: 'Print' })}
          </Button>
        }
      />
      <Stack>
        <CaseView detail={detail} where="page" />
      </Stack>
    </>
  )
}

const desk = { to: '/desk', label: { zh: '审核台', en: 'Review desk' } }

/** To the officer's desk, or to the applicant's own list of such cases. */
function useUp(outcome: string) {
  const may = useMay()
  const panels = useCasePanels()
  if (may('case.bulk')) return desk
  const own = panels.filter(({ outcomes }) => outcomes.includes(outcome)).map(({ ownList }) => ownList)
  return own.find((one) => one && may(one.needs))
}
