import type { Profile, Shown } from '@orrery/shared/circle'
import type { Partner } from '#lib/partners.ts'
import { readProfiles } from './accounts.ts'

/** So many of the strongest have their names looked through. */
export const SEARCHED = 500
const AT_ONCE = 100

/** The partners whose name, handle or DID holds the text, of the strongest ones. */
export async function findPartners(
  partners: readonly Partner[],
  text: string,
  known: Shown[],
): Promise<Partner[]> {
  if (text === '') return [...partners]
  const searched = partners.slice(0, SEARCHED)
  const names = await profilesOf(searched, known)
  const wanted = text.toLowerCase().replace(/^@/, '')
  return searched.filter(({ did }) => {
    const profile = did === null ? undefined : names.get(did)
    const texts = [did, profile?.handle, profile?.displayName]
    return texts.some((each) => each?.toLowerCase().includes(wanted))
  })
}

async function profilesOf(partners: Partner[], known: Shown[]): Promise<Map<string, Profile>> {
  const dids = partners.flatMap(({ did }) => did ?? [])
  const parts = Array.from({ length: Math.ceil(dids.length / AT_ONCE) }, (_, part) =>
    readProfiles(dids.slice(part * AT_ONCE, (part + 1) * AT_ONCE), known),
  )
  return new Map((await Promise.all(parts)).flatMap((part) => [...part]))
}
