import { type Handlers, type Module, module } from '#core/module.ts'
import type { Text } from '#core/text.ts'
import { audit } from './contract.ts'
import { auditLists } from './lists.ts'
import './policy.ts'
import { refusedAttempts } from './refused.ts'
import { timelineFor } from './timeline.ts'

/** What the node does by itself, which no contract names. */
const BY_ITSELF = { zh: '系统按期办理', en: 'done by the node on time' }

/** @param modules whose contracts say in words what a command does */
export function auditModule(modules: readonly Module[]) {
  const sentences = new Map<string, Text>(
    modules.flatMap((mod) =>
      Object.entries(mod.contract).map(([key, { summary }]) => [`${mod.name}.${key}`, summary] as const),
    ),
  )
  const said = (command: string) => sentences.get(command.replace(/\.xlsx$/, ''))
  const sentenceOf = (command: string) => said(command) ?? BY_ITSELF
  const tried = (command: string) => said(command) ?? { zh: command, en: command }
  const handlers = {
    timeline: ({ db, actor, now }, { params, query: { limit, cursor, looks = false } }) =>
      timelineFor({ db, actor, now, sentenceOf }, params, { limit, cursor, looks }),
    refused: (ctx, { query }) => refusedAttempts(ctx, tried, query),
  } satisfies Handlers<typeof audit>
  return module({ name: 'audit', contract: audit, handlers, lists: auditLists })
}
