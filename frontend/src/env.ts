import { defineEnvVars } from '@sveltejs/kit/env'
import { z } from 'zod'

export const variables = defineEnvVars({
  API_URL: {
    description: 'Where the site reaches the API.',
    schema: z.url().default('http://127.0.0.1:3001'),
  },
  API_PUBLIC_URL: {
    description: 'Where everybody reaches the API; empty where that is the same address.',
    schema: z.union([z.url(), z.literal('')]).default(''),
  },
  SITE_URL: {
    description: 'Where everybody reaches the site; empty where each visitor’s address says it.',
    schema: z.union([z.url(), z.literal('')]).default(''),
  },
  API_KEY: {
    description: 'The key with which it does; empty where it needs none.',
    schema: z.string().default(''),
  },
})
