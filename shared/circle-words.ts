import type { Direction, Ranking } from './circle.ts'
import type { Language } from './language.ts'

/** Whom a circle shows. */
type Closest = Direction | Extract<Ranking, 'mutual'>

/** What a picture says; `owner` is an address, `time` what one of the three times below gives. */
export type Words = {
  title: (owner: string) => string
  /** The heading of a card. */
  heading: string
  closest: Record<Closest, (owner: string, time: string) => string>
  /** Who is not named. */
  unnamed: string
  nobody: string
  /** That nothing was seen, as a sentence. */
  nothing: (owner: string, time: string) => string
  orbit: (number: number) => string
  /** People who are not named. */
  more: (people: number) => string
  interactions: (count: number) => string
  hours: (count: number) => string
  days: (count: number) => string
  between: (from: string, to: string) => string
  comma: string
  stop: string
}

const en: Words = {
  title: (owner) => `Interaction circle of ${owner}`,
  heading: 'Interaction circle',
  closest: {
    both: (owner, time) => `The accounts that exchanged most interactions with ${owner} ${time}.`,
    sent: (owner, time) => `The accounts that received most interactions from ${owner} ${time}.`,
    received: (owner, time) => `The accounts that sent most interactions to ${owner} ${time}.`,
    mutual: (owner, time) => `The accounts most mutual with ${owner} ${time}.`,
  },
  unnamed: 'private account',
  nobody: 'Nobody yet',
  nothing: (owner, time) => `Nobody yet: no interactions of ${owner} were seen ${time}.`,
  orbit: (number) => `Orbit ${number}`,
  more: (people) => (people === 1 ? '1 more account' : `${people} more accounts`),
  interactions: (count) => (count === 1 ? '1 interaction' : `${count} interactions`),
  hours: (count) => (count === 1 ? 'in the last hour' : `in the last ${count} hours`),
  days: (count) => (count === 1 ? 'in the last day' : `in the last ${count} days`),
  between: (from, to) => `from ${from} to ${to}`,
  comma: ', ',
  stop: '. ',
}

const pt: Words = {
  title: (owner) => `Círculo de interações de ${owner}`,
  heading: 'Círculo de interações',
  closest: {
    both: (owner, time) =>
      `As contas que mais interagiram com ${owner}, nos dois sentidos, ${time}.`,
    sent: (owner, time) => `As contas que mais receberam interações de ${owner} ${time}.`,
    received: (owner, time) => `As contas que mais enviaram interações a ${owner} ${time}.`,
    mutual: (owner, time) => `As contas com mais interações recíprocas com ${owner} ${time}.`,
  },
  unnamed: 'conta privada',
  nobody: 'Ninguém ainda',
  nothing: (owner, time) => `Ninguém ainda: não houve interações de ${owner} ${time}.`,
  orbit: (number) => `Órbita ${number}`,
  more: (people) => (people === 1 ? 'mais 1 conta' : `mais ${people} contas`),
  interactions: (count) => (count === 1 ? '1 interação' : `${count} interações`),
  hours: (count) => (count === 1 ? 'na última hora' : `nas últimas ${count} horas`),
  days: (count) => (count === 1 ? 'no último dia' : `nos últimos ${count} dias`),
  between: (from, to) => `de ${from} a ${to}`,
  comma: ', ',
  stop: '. ',
}

const de: Words = {
  title: (owner) => `Interaktionskreis von ${owner}`,
  heading: 'Interaktionskreis',
  closest: {
    both: (owner, time) => `Die Konten mit den meisten Interaktionen mit ${owner} ${time}.`,
    sent: (owner, time) => `Die Konten, denen ${owner} ${time} die meisten Interaktionen widmete.`,
    received: (owner, time) =>
      `Die Konten, die ${owner} ${time} die meisten Interaktionen widmeten.`,
    mutual: (owner, time) => `Die Konten mit der stärksten Gegenseitigkeit mit ${owner} ${time}.`,
  },
  unnamed: 'privates Konto',
  nobody: 'Noch niemand',
  nothing: (owner, time) => `Noch niemand: ${time} gab es keine Interaktionen von ${owner}.`,
  orbit: (number) => `Umlaufbahn ${number}`,
  more: (people) => (people === 1 ? '1 weiteres Konto' : `${people} weitere Konten`),
  interactions: (count) => (count === 1 ? '1 Interaktion' : `${count} Interaktionen`),
  hours: (count) => (count === 1 ? 'in der letzten Stunde' : `in den letzten ${count} Stunden`),
  days: (count) => (count === 1 ? 'am letzten Tag' : `in den letzten ${count} Tagen`),
  between: (from, to) => `vom ${from} bis ${to}`,
  comma: ', ',
  stop: '. ',
}

const es: Words = {
  title: (owner) => `Círculo de interacciones de ${owner}`,
  heading: 'Círculo de interacciones',
  closest: {
    both: (owner, time) =>
      `Las cuentas que más interactuaron con ${owner}, en ambos sentidos, ${time}.`,
    sent: (owner, time) => `Las cuentas que más interacciones recibieron de ${owner} ${time}.`,
    received: (owner, time) => `Las cuentas que más interacciones enviaron a ${owner} ${time}.`,
    mutual: (owner, time) => `Las cuentas con más interacciones mutuas con ${owner} ${time}.`,
  },
  unnamed: 'cuenta privada',
  nobody: 'Nadie todavía',
  nothing: (owner, time) => `Nadie todavía: no hubo interacciones de ${owner} ${time}.`,
  orbit: (number) => `Órbita ${number}`,
  more: (people) => (people === 1 ? '1 cuenta más' : `${people} cuentas más`),
  interactions: (count) => (count === 1 ? '1 interacción' : `${count} interacciones`),
  hours: (count) => (count === 1 ? 'en la última hora' : `en las últimas ${count} horas`),
  days: (count) => (count === 1 ? 'en el último día' : `en los últimos ${count} días`),
  between: (from, to) => `del ${from} al ${to}`,
  comma: ', ',
  stop: '. ',
}

const ja: Words = {
  title: (owner) => `${owner} の交流サークル`,
  heading: '交流サークル',
  closest: {
    both: (owner, time) => `${time}に ${owner} と最も多く交流したアカウント。`,
    sent: (owner, time) => `${time}に ${owner} から最も多くの反応を受け取ったアカウント。`,
    received: (owner, time) => `${time}に ${owner} へ最も多くの反応を送ったアカウント。`,
    mutual: (owner, time) => `${time}に ${owner} と最も相互に交流したアカウント。`,
  },
  unnamed: '非公開アカウント',
  nobody: 'まだ誰もいません',
  nothing: (owner, time) => `まだ誰もいません。${time}に ${owner} の交流は見つかりませんでした。`,
  orbit: (number) => `軌道${number}`,
  more: (people) => `ほか${people}アカウント`,
  interactions: (count) => `交流${count}回`,
  hours: (count) => (count === 1 ? '過去1時間' : `過去${count}時間`),
  days: (count) => `過去${count}日間`,
  between: (from, to) => `${from}から${to}まで`,
  comma: '、',
  stop: '。',
}

export const WORDS: Readonly<Record<Language, Words>> = { en, pt, de, es, ja }
