import type { OpenApi } from '@orrery/shared/openapi'
import { expect, test } from 'vitest'
import { clientTypesOf } from './client-types.ts'
import { startApi } from './testing.ts'

test('the types of the client are those of the API', async () => {
  await using api = await startApi({ didWeb: 'api.example' })
  const { json } = await api.get('/openapi.json')

  await expect(clientTypesOf(json as OpenApi)).toMatchFileSnapshot('../shared/client-types.ts')
})
