/** Times arrive as ISO strings; days are shown as they are, moments on the clock of the three regions. Browser-safe. */

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

/** `2026-11-22 09:05` on the clock of Beijing; what is no time is shown as it came. */
export function momentText(iso: string): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : clock.format(at)
}

/** `2026-11-22` of a moment, on the clock of Beijing. */
export const dayOf = (iso: string): string => momentText(iso).slice(0, 10)
