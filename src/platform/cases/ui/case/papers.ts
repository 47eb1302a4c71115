import { useAskedLater, useMay } from '#web/api.ts'
import { files } from '#platform/files/browser.ts'
import { fieldsOf } from '../../programme.ts'
import type { Known } from '../form/FieldValue.tsx'
import { useCasePanels } from '../panels.ts'
import type { Detail } from '../words.ts'

/**
 * The papers of a case by their names, as far as one may read them: those handed in with the case, and those that the
 * outcome's module keeps under a subject of its own with the id of the case. Where a paper came from is no second use.
 */
export function useCasePapers(detail: Detail): readonly Known[] {
  const may = useMay()
  const panel = useCasePanels().find(
    (one) => one.papers && one.outcomes.includes(detail.programme.outcome) && (!one.needs || may(one.needs)),
  )
  const hasFiles = fieldsOf(detail.programme).some(({ type }) => type === 'file')
  const kind = panel?.papers ?? 'case'
  const ofCase = useAskedLater(files.of, { params: { kind: 'case', id: detail.id } }, hasFiles)
  const ofOutcome = useAskedLater(
    files.of,
    { params: { kind, id: detail.id } },
    hasFiles && panel !== undefined,
  )
  const counted = ['case', kind]
  const all = [...(ofCase.data?.files ?? []), ...(ofOutcome.data?.files ?? [])]
  return [...new Map(all.map((file) => [file.id, file])).values()].map((file) => {
    const { uses, elsewhere } = file.usedBefore
    const others = uses.filter(({ subject }) => subject.id !== detail.id && counted.includes(subject.kind))
    return { ...file, usedBefore: { uses: others, elsewhere } }
  })
}
