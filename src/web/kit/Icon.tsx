/** Drawn here, 24 px grid, one stroke; an icon never stands without a word beside it or a label on its button. */
const paths = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 7v5l3.5 2M12 3a9 9 0 100 18 9 9 0 000-18z',
  pause: 'M9 6v12M15 6v12',
  warning:
    'M12 9v5M12 17.2v.1M10.6 4.2L2.9 18a1.6 1.6 0 001.4 2.4h15.4a1.6 1.6 0 001.4-2.4L13.4 4.2a1.6 1.6 0 00-2.8 0z',
  info: 'M12 11v6M12 7.3v.1M12 3a9 9 0 100 18 9 9 0 000-18z',
  question: 'M9.2 9.3a2.9 2.9 0 115 2c-.9.9-2.2 1.3-2.2 2.8M12 17.3v.1M12 3a9 9 0 100 18 9 9 0 000-18z',
  dot: 'M12 9.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  down: 'M6 9.5l6 6 6-6',
  up: 'M6 14.5l6-6 6 6',
  menu: 'M4 7h16M4 12h16M4 17h16',
  search: 'M15.5 15.5L20 20M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13z',
  user: 'M5 20c.8-3.6 3.5-5.5 7-5.5s6.2 1.9 7 5.5M12 4a3.8 3.8 0 100 7.6A3.8 3.8 0 0012 4z',
  house: 'M4 11l8-7 8 7M6.5 9.5V20h11V9.5',
  inbox: 'M4 13l2.5-8h11L20 13v6H4zM4 13h5l1.2 2.4h3.6L15 13h5',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  upload: 'M12 16V5M7 9.5L12 4.5l5 5M5 19.5h14',
  download: 'M12 4.5v11M7 11l5 5 5-5M5 19.5h14',
  print: 'M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4',
  moon: 'M20 14.5A8.5 8.5 0 119.5 4a6.8 6.8 0 0010.5 10.5z',
  filter: 'M4 5.5h16l-6.2 7.2V19l-3.6-2v-4.3z',
  plus: 'M12 5v14M5 12h14',
  back: 'M19 12H5M11 6l-6 6 6 6',
  flag: 'M6 21V4M6 4.5h11l-2.5 4 2.5 4H6',
  undo: 'M8 6L4 10l4 4M4 10h10a6 6 0 010 12h-2',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, size = '1.15em' }: { name: IconName; size?: string }) {
  return (
    <svg
      className="x-icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
