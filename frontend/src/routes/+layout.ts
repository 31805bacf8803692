import { dictionaryFor } from '#lib/words/dictionary.ts'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ data, route }) => ({
  ...data,
  words: await dictionaryFor(data.language, route.id),
})
