import type { Text } from '#core/text.ts'
import type { Say } from './texts.ts'

export type NewName = { from: string; to: string; since: string }
/** Codes of the counties, and both in words. */
export type NewPlace = { from: string; to: string; places: { from: Text; to: Text }; since: string | null }
export type Corrected = { from: string; to: string; since: string | null; reason: string }
type ToBoth = { toFirm: Say; toAuthority: (name: string) => Say }

export const newName = ({ from, to, since }: NewName): Say => ({
  title: { zh: `本单位的名称已变更为“${to}”`, en: `The organisation is now called ${to}` },
  body: {
    zh: `自 ${since} 起，“${from}”更名为“${to}”。此前的券、订单和公示仍写当时的名称。有误的，请联系所在区县主管部门更正。`,
    en: `From ${since} on, ${from} is ${to}. Earlier vouchers, orders and notices keep the name of their day. If this is wrong, ask the bureau of your county to correct it.`,
  },
})

export const newPlace = ({ places, since }: NewPlace): ToBoth => ({
  toFirm: {
    title: { zh: `本单位的所在地已变更为${places.to.zh}`, en: `The organisation is now in ${places.to.en}` },
    body: {
      zh: `自 ${since} 起，由${places.from.zh}迁至${places.to.zh}。已受理的事项由原受理部门办完，之后的申请由新所在地受理。有误的，请联系登记迁址的主管部门更正。`,
      en: `From ${since} on it has moved from ${places.from.en} to ${places.to.en}. Cases under way stay where they were filed; later ones go to the new place. If this is wrong, ask the bureau that recorded the move to correct it.`,
    },
  },
  toAuthority: (name) => ({
    title: { zh: `“${name}”迁至${places.to.zh}`, en: `${name} has moved to ${places.to.en}` },
    body: {
      zh: `自 ${since} 起，由${places.from.zh}迁至${places.to.zh}。已受理的事项由原受理部门办完，之后的申请由新所在地受理。`,
      en: `From ${since} on it has moved from ${places.from.en} to ${places.to.en}. Cases under way stay where they were filed; later ones go to the new place.`,
    },
  }),
})

export const correctedName = ({ from, to, since, reason }: Corrected): Say => ({
  title: { zh: `更名登记已更正，本单位的名称为“${to}”`, en: `The name was corrected: it is ${to}` },
  body: {
    zh: `“${from}”的登记有误，已撤回${since ? `，自 ${since} 起为“${to}”` : `，恢复为“${to}”`}。理由：${reason}。`,
    en: `The entry ${from} was wrong and was taken back; ${since ? `from ${since} on it is ${to}` : `it is ${to} again`}. Reason: ${reason}.`,
  },
})

export function correctedPlace({ places, since, reason }: NewPlace & Corrected): ToBoth {
  const body = {
    zh: `迁至${places.from.zh}的登记有误，已撤回，${since ? `自 ${since} 起所在地为${places.to.zh}` : `所在地恢复为${places.to.zh}`}。理由：${reason}。`,
    en: `The entry of a move to ${places.from.en} was wrong and was taken back; ${since ? `from ${since} on it is in ${places.to.en}` : `it is in ${places.to.en} again`}. Reason: ${reason}.`,
  }
  return {
    toFirm: {
      title: {
        zh: `迁址登记已更正，本单位的所在地为${places.to.zh}`,
        en: `The place was corrected: it is ${places.to.en}`,
      },
      body,
    },
    toAuthority: (name) => ({
      title: {
        zh: `“${name}”的迁址登记已更正，所在地为${places.to.zh}`,
        en: `The move of ${name} was corrected: it is in ${places.to.en}`,
      },
      body,
    }),
  }
}
