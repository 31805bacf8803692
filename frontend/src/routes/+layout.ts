import { dictionaryOf } from '#lib/words/dictionary.ts'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ data }) => ({
  ...data,
  words: await dictionaryOf(data.language),
})
