import { page } from '../kit/pages.ts'

export const accountPages = [
  page({
    path: '/sign-in',
    area: 'public',
    title: { zh: '登录', en: 'Sign in' },
    load: () => import('./SignIn.tsx').then((m) => m.SignIn),
  }),
  page({
    path: '/sign-up',
    area: 'public',
    title: { zh: '注册', en: 'Sign up' },
    load: () => import('./SignUp.tsx').then((m) => m.SignUp),
  }),
  page({
    path: '/reset-password',
    area: 'public',
    title: { zh: '重设密码', en: 'Set a new password' },
    load: () => import('./ResetPassword.tsx').then((m) => m.ResetPassword),
  }),
]
