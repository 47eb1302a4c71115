import type { Text } from '#core/text.ts'

const words = {
  outside: { zh: '对象不在其范围内，或不存在', en: 'it lies outside their reach, or does not exist' },
  inside: { zh: '不允许由其办理', en: 'they may not do this' },
} as const satisfies Record<string, Text>

export const whyRefused = ({ outside }: { outside: boolean }): Text =>
  outside ? words.outside : words.inside
