/** The languages of pictures, of their descriptions and of the site. */
export const LANGUAGES = ['en', 'pt', 'de', 'es', 'ja'] as const

export type Language = (typeof LANGUAGES)[number]
