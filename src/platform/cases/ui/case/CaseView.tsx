import { useEffect, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { useMay } from '#web/api.ts'
import { Button, Card, Folded, Link, Row, Stack, toast } from '#web/kit/index.ts'
import { byHand } from '../../contract.ts'
import { type Action, actionNames } from '../../state.ts'
import { useKeys } from '../useKeys.ts'
import { actionKeys, buttonNames, buttonOrder, type Detail } from '../words.ts'
import { type Acted, ActPanel, type ByHand } from './ActPanel.tsx'
import { stageOf } from '../../programme.ts'
import { CaseForm } from './CaseForm.tsx'
import { WhoseTurn } from './CaseHead.tsx'
import { CaseTimeline } from './CaseTimeline.tsx'
import { DeadlineDays } from './DeadlineDays.tsx'
import { Panels } from './Panels.tsx'
import { PreviousCases } from './PreviousCases.tsx'
import '../desk.css'

const said = {
  now: { zh: '现在可以办理', en: 'What you can do now' },
  nothing: {
    zh: '您现在没有需要办理的内容。',
    en: 'There is nothing for you to do now.',
  },
  form: { zh: '申报内容', en: 'What was filed' },
  history: { zh: '办理过程', en: 'What happened' },
  applicantProfile: { zh: '查看单位档案', en: 'See the profile of the applicant' },
  others: { zh: '该单位的其他办件', en: 'Other cases of this applicant' },
  done: { zh: '{number}：{action}，已办理', en: '{number}: {action}, done' },
} as const satisfies Record<string, Text>

/** What may be done by hand now, in the order of the buttons. */
export const actionsNow = (detail: Detail): ByHand[] =>
  buttonOrder.filter(
    (action): action is ByHand =>
      (byHand as readonly Action[]).includes(action) &&
      detail.available.some((one) => one.action === action && one.allowed),
  )

/** A case with everything to decide by; `where` tells whether keys act. Without its head, which its page writes. */
export function CaseView({
  detail,
  where,
  onActed,
}: {
  detail: Detail
  where: 'desk' | 'page'
  onActed?: (acted: Acted) => void
}) {
  const t = useText()
  const isOfficer = useMay()('case.bulk')
  const acted = (done: Acted) => {
    toast({
      zh: fill(said.done.zh, done.number, actionNames[done.action].zh),
      en: fill(said.done.en, done.number, actionNames[done.action].en),
    })
    onActed?.(done)
  }
  return (
    <Stack>
      <Deeds detail={detail} level={where === 'desk' ? 3 : 2} onActed={acted} />
      <DeadlineDays deadline={detail.deadline} assumed={isAssumed(detail)} />
      <Panels detail={detail} where={where} />
      <Card title={t(said.form)}>
        <CaseForm detail={detail} />
      </Card>
      <Card title={t(said.history)}>
        <CaseTimeline detail={detail} />
      </Card>
      {isOfficer && (
        <div className="no-print">
          <Row>
            <Link to="/desk/organisations/$id" params={{ id: detail.organisationId }} as="plain">
              {t(said.applicantProfile)}
            </Link>
          </Row>
          <Folded title={t(said.others)} open={where === 'desk'}>
            <PreviousCases detail={detail} />
          </Folded>
        </div>
      )}
    </Stack>
  )
}

const fill = (text: string, number: string, action: string) =>
  text.replace('{number}', number).replace('{action}', action)

type DeedsProps = { detail: Detail; level: 2 | 3; onActed: (acted: Acted) => void }

/** The buttons, and under them the action that was chosen. */
function Deeds({ detail, level, onActed }: DeedsProps) {
  const t = useText()
  const [acting, setActing] = useState<ByHand | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another case begins without a half-typed action
  useEffect(() => setActing(null), [detail.id])
  const now = actionsNow(detail)
  useKeys(
    Object.fromEntries(
      now.flatMap((action) => {
        const key = actionKeys[action]
        return key ? [[key, () => setActing(action)]] : []
      }),
    ),
  )
  return (
    <section aria-label={t(said.now)} className="c-deeds">
      <p className="c-turn">
        <WhoseTurn detail={detail} />
      </p>
      <div className="no-print">
        {now.length === 0 && <p className="x-quiet">{t(said.nothing)}</p>}
        <Row>
          {now.map((action, at) => (
            <Button
              key={action}
              kind={at === 0 && acting === null ? 'primary' : 'plain'}
              aria-expanded={acting === action}
              onClick={() => setActing(acting === action ? null : action)}
              {...(actionKeys[action] ? { shortcut: actionKeys[action] } : {})}
            >
              {t(buttonNames[action] ?? actionNames[action])}
            </Button>
          ))}
        </Row>
      </div>
      {acting && (
        <ActPanel
          key={`${detail.id}${acting}`}
          detail={detail}
          action={acting}
          level={level}
          onClose={() => setActing(null)}
          onDone={(done) => {
            setActing(null)
            onActed(done)
          }}
        />
      )}
    </section>
  )
}

/** Whether the days of the present stage are an assumption of the programme. */
function isAssumed({ programme, state }: Detail): boolean {
  const stage = stageOf(programme, state.stage)
  return 'assumed' in stage && stage.assumed
}
