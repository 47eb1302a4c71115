import { page } from '#web/kit/pages.ts'

/** Orders of both sides, and asking for redemption; a request's own page lies with the payments it leads to. */
export const redemptionPages = [
  page({
    path: '/orders',
    area: 'desk',
    title: { zh: '服务订单', en: 'Service orders' },
    nav: { intent: 'mine', order: 40, needs: 'order.cancel' },
    load: () => import('./orders/OrdersPage.tsx').then((m) => m.OrdersPage),
  }),
  page({
    path: '/orders/new',
    area: 'desk',
    title: { zh: '下单', en: 'Place an order' },
    load: () => import('./orders/NewOrderPage.tsx').then((m) => m.NewOrderPage),
  }),
  page({
    path: '/orders/$id',
    area: 'desk',
    title: { zh: '服务订单', en: 'Service order' },
    load: () => import('./orders/OrderPage.tsx').then((m) => m.OrderPage),
  }),
  page({
    path: '/redemptions',
    area: 'desk',
    title: { zh: '兑付申请', en: 'Redemption requests' },
    nav: { intent: 'mine', order: 50, needs: 'redemption.file' },
    load: () => import('./requests/RequestsPage.tsx').then((m) => m.RequestsPage),
  }),
  page({
    path: '/redemptions/new',
    area: 'desk',
    title: { zh: '申请兑付', en: 'Ask for redemption' },
    load: () => import('./requests/NewRequestPage.tsx').then((m) => m.NewRequestPage),
  }),
  page({
    path: '/admissions',
    area: 'desk',
    title: { zh: '我的入库资格', en: 'My admissions' },
    nav: { intent: 'mine', order: 55, needs: 'order.serve' },
    load: () => import('./orders/AdmissionsPage.tsx').then((m) => m.AdmissionsPage),
  }),
]
