export { RequestBody } from './ui/requests/RequestBody.tsx'
export { requestTones } from './ui/requests/RequestsPage.tsx'
