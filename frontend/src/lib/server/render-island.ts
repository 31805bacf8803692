import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { formatsOf } from '#lib/locale/formats.ts'
import { withLanguage } from '#lib/locale/language-path.ts'
import type { Locale } from '#lib/locale/locale.ts'
import { dictionaryOf } from '#lib/words/dictionary.ts'
import Localised from './localised.svelte'

type Viewer = Pick<App.Locals, 'language' | 'addressed' | 'appearance' | 'zone'>

/** Makes markup of components, each in one element, so that browsers need not load what makes them. */
export async function openRendering({ language, addressed, appearance, zone }: Viewer) {
  const locale: Locale = {
    ...{ language, appearance },
    words: await dictionaryOf(language),
    formats: formatsOf(language, zone),
    path: (path) => withLanguage(addressed, path),
  }
  const context = contextOf(locale)
  return <Props extends Record<string, unknown>>(component: Component<Props>, props: Props) =>
    `<div>${render(component as Component, { props, context }).body}</div>`
}

function contextOf(locale: Locale): Map<unknown, unknown> {
  let context = new Map<unknown, unknown>()
  const tell = (found: Map<unknown, unknown>) => {
    context = found
  }
  // What is rendered is known once somebody asks for it.
  render(Localised, { props: { locale, tell } }).body
  return context
}
