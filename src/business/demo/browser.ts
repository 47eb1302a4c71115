export { demo } from './contract.ts'
