import { WorkCard } from '../mine/WorkCard.tsx'
import { useDeskOthers, useDeskWork } from './waiting.ts'

/** The home page of an officer: every kind of work has one line with its count. */
export function DeskWork() {
  return <WorkCard mine={useDeskWork()} others={useDeskOthers()} />
}
