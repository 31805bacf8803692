import { defineEnvVars } from '@sveltejs/kit/env'
import { z } from 'zod'

export const variables = defineEnvVars({
  API_URL: {
    description: 'Where the site reaches the API.',
    schema: z.url().default('http://127.0.0.1:3001'),
  },
  API_KEY: {
    description: 'The key with which it does; empty where it needs none.',
    schema: z.string().default(''),
  },
})
