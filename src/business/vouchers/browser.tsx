export { Derivation } from './ui/mine/Derivation.tsx'
