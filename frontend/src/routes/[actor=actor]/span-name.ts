import type { TimeWindow } from '@orrery/shared/circle'
import type { Locale } from '#lib/locale/locale.ts'
import { type View, WINDOWS } from '#lib/view.ts'

/** `in the last 48 hours`, or between which times. */
export function spanNameOf(
  { window }: Pick<View, 'window'>,
  { from, to }: TimeWindow,
  { words: { account }, formats: { moment } }: Pick<Locale, 'words' | 'formats'>,
): string {
  const known = WINDOWS.find((each) => each === window)
  return known ? account.spans[known] : account.between(moment(from), moment(to))
}
