import type { OpenApi } from '@orrery/shared/openapi'

export type ExampleAccount = { did: string; handle: string }

/** The accounts that the examples of the API's document are about. */
export const NAMED: readonly ExampleAccount[] = [
  { did: 'did:plc:z72i7hdynmk6r22z27h6tvur', handle: 'bsky.app' },
  { did: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz', handle: 'atproto.com' },
]

/** The document with examples about these accounts, as far as there are so many. */
export function withExamplesOf(document: OpenApi, accounts: readonly ExampleAccount[]): OpenApi {
  let text = JSON.stringify(document)
  for (const [index, named] of NAMED.entries()) {
    const { did, handle } = accounts[index] ?? named
    text = text.replaceAll(named.did, did).replaceAll(`"${named.handle}"`, `"${handle}"`)
  }
  return JSON.parse(text)
}
