import { mix } from '@orrery/shared/random'

const FIRST =
  'Maya Tomas Ines Kofi Lena Ravi Sora Elif Jonas Amara Nils Paloma Yuki Dario Freya Mateo Anouk Idris Clara Bram Noor Hugo Wanja Tariq Selma Oskar Leila Piotr Zora Emil Hana Luca Ayla Sven Mina Joao Petra Kai Nadia Felix Aiko Marta Ruben Thea Samir Ilse Diego Runa Anton Vera Malik Greta Enzo Linnea Omar Tilda Rafael Signe Bela Carmen Jiro Edda Pavel Lucia'.split(
    ' ',
  )

const LAST =
  'Lindqvist Okonje Varela Morikawa Hallstrom Benedek Taranto Achterberg Silvano Ostrova Keller-Ruiz Dahlgren Mbeki-Lund Farago Nakagawa Thorsby Castellan Wieland Oduya Marchetta Sandoval Ravnholt Yildiran Petrescu Almeida Vossberg Kuroda Montclair Ferrante Hedlund Aguirre Solberg Iwasaki Bellweather Drozd Escalante Winterfeld Namgyal Rosendal Castagna Tamsin Ekholm Baptiste Hirano Marlowe Zelenka Quintero Lorimer Asante Fjeld Moravec Delacroix Ishimoto Verhoeven Calloway Brandvold Santoro Eskola Pereyra Kallas Adebayo Rinaldi Holm Sarkany'.split(
    ' ',
  )

const STYLES = 20

export type Name = {
  /** Without the domain; no two accounts share it. */
  label: string
  /** Absent for one account in twenty. */
  displayName: string | undefined
}

/** The invented name of an account. */
export function nameOf(seed: number, account: number): Name {
  const pairs = FIRST.length * LAST.length
  // 1,117 has no divisor in common with the number of pairs: every pair comes once a round
  const pair = (account * 1117 + mix(seed, 21)) % pairs
  const first = FIRST[pair % FIRST.length] ?? ''
  const last = LAST[Math.floor(pair / FIRST.length)] ?? ''
  const round = Math.floor(account / pairs)
  return {
    label: `${first}-${last}${round > 0 ? `-${round + 1}` : ''}`.toLowerCase(),
    displayName: displayNameOf(first, last, mix(seed, account, 22) % STYLES),
  }
}

function displayNameOf(first: string, last: string, style: number): string | undefined {
  if (style === 0) return undefined
  if (style === 1) return first.toLowerCase()
  if (style === 2) return `${first} ${last.charAt(0)}.`
  if (style === 3) return `${first} ☾`
  if (style === 4) return `${first} & the ${last} orbit`
  return `${first} ${last}`
}
