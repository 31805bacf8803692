import { json } from '@sveltejs/kit'
import { findAccounts } from '#lib/server/accounts.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ url }) =>
  json(await findAccounts(url.searchParams.get('q') ?? ''))
