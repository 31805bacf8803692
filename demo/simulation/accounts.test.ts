import { expect, test } from 'vitest'
import { createAccounts } from './accounts.ts'

const COUNT = 10_000

test('no two accounts share a handle or a DID, and handles have the form of host names', () => {
  const accountOf = createAccounts(5)
  const accounts = Array.from({ length: COUNT }, (_, number) => accountOf(number))

  expect(new Set(accounts.map(({ did }) => did)).size).toBe(COUNT)
  expect(new Set(accounts.map(({ handle }) => handle)).size).toBe(COUNT)
  for (const { handle } of accounts) expect(handle).toMatch(/^[a-z]+(-[a-z\d]+)+\.test$/)
})

test('an account is the same for the same seed, in whatever order accounts are asked for', () => {
  const accountOf = createAccounts(5)
  accountOf(77)

  expect(accountOf(3)).toEqual(createAccounts(5)(3))
  expect(accountOf(3).did).not.toBe(createAccounts(6)(3).did)
})
