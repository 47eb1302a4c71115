export { registerMessages } from './follower.ts'
