export { Derivation, DerivationList } from './ui/mine/Derivation.tsx'
export { useToday } from './ui/mine/useToday.ts'
export { useLater } from './ui/mine/useLater.ts'
export { Bars } from './ui/mine/Bars.tsx'
