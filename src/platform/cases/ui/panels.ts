import { type ComponentType, createContext, useContext } from 'react'
import type { Text } from '#core/text.ts'

/**
 * What a business module adds to the pages of a case (the desk and `/cases/$id`). A module lists its panels in
 * `ui/panels.ts`, and `web/router.tsx`, which alone may know both sides, joins the lists:
 *
 *     export const redemptionPanels: readonly CasePanel[] = [{
 *       outcomes: ['voucher.redeem'], order: 10, needs: 'redemption.read',
 *       title: { zh: '兑付核算', en: 'How the amount came about' },
 *       load: () => import('./RedemptionPanel.tsx').then((m) => m.RedemptionPanel),
 *     }]
 *
 * The component asks for its own data by `caseId`, inside the boundary that the case page sets: it may suspend
 * (`useAsked`), and a refusal is shown in its place while the rest of the page stands. It shows what its engine finds; to
 * act on the case it leaves to the page. After each action on the case everything shown is asked again.
 */
export type CasePanel = {
  /** Outcomes of the programmes whose cases show it, such as `voucher.issue`. */
  outcomes: readonly string[]
  /** Programmes it is kept to; all of the outcome unless told. */
  programmes?: readonly string[]
  /** Panels stand in this order, before the form. */
  order: number
  title: Text
  /** The permission without which the panel is not shown at all. */
  needs?: string
  /** Papers of these cases lie under this kind of subject, with the id of the case. */
  papers?: string
  load: () => Promise<ComponentType<CasePanelProps>>
  /** Where an applicant finds his own cases of this outcome: the way up from one of them. */
  ownList?: { to: string; label: Text; needs: string }
}

export type CasePanelProps = {
  caseId: string
  organisationId: string
  /** `desk`: an officer decides beside it. `page`: anybody who may read the case. */
  where: 'desk' | 'page'
}

export const CasePanelsContext = createContext<readonly CasePanel[]>([])
export const useCasePanels = (): readonly CasePanel[] => useContext(CasePanelsContext)
