import { describe, expect, test } from 'vitest'
import { detectModules } from './modules.ts'
import { SERVERS } from './testing-servers.ts'

describe.each(SERVERS)('$kind', ({ modules, open }) => {
  test('tells its version and whether it has JSON and time series', async ({ skip }) => {
    await using server = await open(skip)

    expect(await detectModules(server.redis)).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      ...modules,
    })
  })
})
