import type { Profile } from '@orrery/shared/circle'

const SHOWN = 7

/**
 * The likeliest accounts that a half-typed text may mean, from the site's own server. Nobody where the
 * text is too short or no name, or the server does not answer: suggestions are never worth an error
 * message.
 */
export async function fetchSuggestions(text: string, signal: AbortSignal): Promise<Profile[]> {
  const query = text.trim().replace(/^@/, '')
  if (query.length < 2 || /[:/]/.test(query)) return []
  try {
    const response = await fetch(`/search/suggestions?${new URLSearchParams({ q: query })}`, {
      signal,
    })
    const people: Profile[] = response.ok ? await response.json() : []
    return people.slice(0, SHOWN)
  } catch {
    // Aborted by the next key press, or offline.
    return []
  }
}
