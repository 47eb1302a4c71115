import type { Reader } from '#core/db.ts'
import { remembered } from '#core/remembered.ts'
import { agreementsOnRecord } from './agreements.store.ts'
import { classWords, listWords, scopeWords } from './provider-words.ts'
import { everyRulebook } from './rulebooks.store.ts'

/** How the rulebooks and agreements on record call lists, classes and services of providers. */
export const admissionNames = (db: Reader) =>
  remembered(db, 'vouchers.admission-names', async () => {
    const books = await everyRulebook(db)
    const [classes, lists] = [classWords(books), listWords(books, await agreementsOnRecord(db))]
    const itself = (code: string) => ({ zh: code, en: code })
    return (one: { list: string; providerClass: string; scope: readonly string[] | null }) => ({
      list: lists.get(one.list) ?? itself(one.list),
      providerClass: classes.get(one.providerClass) ?? itself(one.providerClass),
      scope: scopeWords(one.scope, one.providerClass, books),
    })
  })
