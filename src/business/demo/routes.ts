import { type Handlers, module } from '#core/module.ts'
import { dayOf } from '#core/time.ts'
import { demoAccounts } from '#platform/identity/index.ts'
import { demo } from './contract.ts'
import { PLAY } from './names.ts'
import './policy.ts'
import { findPlay } from './store.ts'

const handlers = {
  state: async ({ db, place }) => {
    if (!place.demo) return { on: false, accounts: [], progress: null }
    const play = await findPlay(db, PLAY)
    const accounts = (await demoAccounts(db)).map(({ account, labelZh, labelEn }) => ({
      account,
      label: { zh: labelZh, en: labelEn },
    }))
    return { on: true, accounts, progress: play ? { ...play, storyDay: dayOf(play.storyAt) } : null }
  },
} satisfies Handlers<typeof demo>

export const demoModule = module({ name: 'demo', contract: demo, handlers })
