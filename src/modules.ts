import { theSystem } from '#core/actor.ts'
import type { Actor } from '#core/actor.ts'
import type { Door } from '#core/command.ts'
import { command } from '#core/contract.ts'
import { z } from 'zod'
import type { Database } from '#core/db.ts'
import type { Config } from '#core/env.ts'
import type { Log } from '#core/log.ts'
import type { Module } from '#core/module.ts'
import type { Clock } from '#core/time.ts'
import { auditModule } from '#platform/audit/index.ts'
import { calendarModule } from '#platform/calendar/index.ts'
import { casesModule, registerRelation } from '#platform/cases/index.ts'
import { directoryModule, nameAdmissions } from '#platform/directory/index.ts'
import { exportsModule } from '#platform/exports/index.ts'
import { filesModule } from '#platform/files/index.ts'
import { addressesOf, createAuth, identityModule, isMemberOf, secretOf } from '#platform/identity/index.ts'
import { invoicesModule } from '#platform/invoices/index.ts'
import { inboxModule, mailSender, noticesModule, useAddressBook, useSmtp } from '#platform/notices/index.ts'
import { ordersModule } from '#platform/orders/index.ts'
import { searchModule } from '#platform/search/index.ts'
import { isLoaded, loadPack, type Pack } from '#business/community/index.ts'
import { demoModule } from '#business/demo/index.ts'
import { figuresModule } from '#business/figures/index.ts'
import { registerMessages } from '#business/messages/index.ts'
import { paymentsModule, registerBatchNotices, registerReversals } from '#business/payments/index.ts'
import {
  redemptionsModule,
  registerRedemptionOutcome,
  registerVoucherFunding,
  registerWithdrawals,
} from '#business/redemptions/index.ts'
import {
  admissionNames,
  registerClaimOutcome,
  registerProviderWords,
  registerVoucherJobs,
  voucherModule,
} from '#business/vouchers/index.ts'

export type ModuleParts = { config: Config; database: Database; clock: Clock; log: Log }

/** Every module of this node, in the order in which they are mounted, and what a start has to do once they stand. */
export async function modulesOf({ config, database, clock, log }: ModuleParts) {
  registerClaimOutcome()
  registerVoucherJobs()
  registerProviderWords()
  registerVoucherFunding()
  registerRedemptionOutcome()
  registerWithdrawals()
  registerBatchNotices()
  registerReversals()
  registerMessages()
  useAddressBook(addressesOf)
  registerRelation(isMemberOf)
  nameAdmissions(admissionNames)
  const auth = createAuth({
    database,
    secret: secretOf(config.dataDir),
    url: config.url,
    clock,
    demo: config.demo,
    sendMail: mailSender(database, clock),
    log,
  })
  if (config.smtpUrl)
    useSmtp(database, config.smtpUrl, config.smtpFrom ?? `xiechuang@${new URL(config.url).hostname}`)
  const modules: Module[] = [
    identityModule(auth),
    directoryModule,
    calendarModule,
    filesModule,
    casesModule,
    noticesModule,
    inboxModule,
    ordersModule,
    searchModule,
    invoicesModule,
    voucherModule,
    redemptionsModule,
    paymentsModule,
    figuresModule,
    demoModule,
  ]
  const actorOf = (headers: Headers): Promise<Actor> => auth.actorOf(headers)
  return { modules: [...modules, auditModule(modules), exportsModule(modules)], auth, actorOf }
}

const loading = command({
  path: '',
  summary: { zh: '载入共同体资料', en: 'Load the community pack' },
  returns: z.undefined(),
  allow: 'community.load',
})

/** Loads the community pack unless this very pack is there. */
export async function loadCommunity(
  pack: Pack,
  parts: { database: Database; door: Door; clock: Clock },
): Promise<void> {
  if (await isLoaded(parts.database.db, pack)) return
  await parts.door.run({
    name: 'community.load',
    endpoint: loading,
    actor: theSystem,
    now: parts.clock.now(),
    input: pack.sha256,
    handle: (ctx) => loadPack(ctx, pack),
  })
}
