/** Halves of sentences: every opening of a language goes with every ending of it. */
export type Phrases = {
  openings: [string, ...string[]]
  endings: [string, ...string[]]
  /** Between the halves. */
  joint: string
}

const ENGLISH: Phrases = {
  joint: ' ',
  openings: [
    'Still thinking about',
    'Today I learned something about',
    'A small note on',
    'More questions than answers on',
    'Slowly falling in love with',
    'Happy to report some progress with',
    'My neighbour asked me about',
    'Nobody warned me about',
    'Spent the whole morning on',
    'Unpopular opinion, but I enjoy',
  ],
  endings: [
    'the slow train along the coast.',
    'rye bread and a lot of patience.',
    'old star maps and the names on them.',
    'the sound of rain on a tin roof.',
    'mending things instead of replacing them.',
    'a telescope made of cardboard tubes.',
    'the weekly market and its loud cheese man.',
    'tomatoes that refuse to turn red.',
    'choir practice in a cold church hall.',
    'the moons of Jupiter, four of them tonight.',
    'letters written with an actual pen.',
    'a bicycle with only one gear.',
  ],
}

const GERMAN: Phrases = {
  joint: ' ',
  openings: [
    'Heute geht es um',
    'Ich freue mich über',
    'Niemand spricht über',
    'Schon wieder denke ich an',
  ],
  endings: [
    'den langsamen Zug an der Küste.',
    'das Brot vom letzten Samstag.',
    'die alten Sternkarten auf dem Dachboden.',
    'ein Fahrrad mit nur einem Gang.',
    'den Regen auf dem Blechdach.',
  ],
}

const PORTUGUESE: Phrases = {
  joint: ' ',
  openings: [
    'Hoje passei a manhã com',
    'Ainda não me cansei de ver',
    'Que alegria encontrar',
    'Quem diria,',
  ],
  endings: [
    'o mar calmo depois da chuva.',
    'um mapa antigo das estrelas.',
    'o pão quente da padaria da esquina.',
    'as luas de Júpiter no telescópio.',
    'a feira cheia de gente e de cores.',
  ],
}

const SPANISH: Phrases = {
  joint: ' ',
  openings: ['Otra tarde mirando', 'No me canso de', 'Qué gusto da', 'Hoy toca celebrar'],
  endings: [
    'el tren lento de la costa.',
    'las estrellas sobre el tejado.',
    'el pan recién hecho del barrio.',
    'un libro prestado y un café.',
    'la lluvia que por fin llegó.',
  ],
}

const FRENCH: Phrases = {
  joint: ' ',
  openings: [
    'Ce matin, rien que',
    'Je pense encore à',
    'Petite joie du jour :',
    'On oublie trop souvent',
  ],
  endings: [
    'le train lent le long de la mer.',
    'une vieille carte du ciel.',
    'la pluie sur le toit du jardin.',
    'un vélo qui grince un peu.',
    'le pain chaud du dimanche.',
  ],
}

const JAPANESE: Phrases = {
  joint: '、',
  openings: ['今日は朝から', '久しぶりに', '雨の音を聞きながら', '友だちと一緒に'],
  endings: [
    '古い星図を眺めている。',
    '海沿いの電車に乗った。',
    'パンを焼いてみた。',
    '木星の月を見つけた。',
    '手紙を書いた。',
  ],
}

const KOREAN: Phrases = {
  joint: ' ',
  openings: ['오늘은 하루 종일', '오랜만에', '비 오는 소리를 들으며', '친구와 함께'],
  endings: ['오래된 별자리 지도를 보았다.', '바닷가 기차를 탔다.', '빵을 구웠다.', '편지를 썼다.'],
}

const PHRASES: Record<string, Phrases> = {
  en: ENGLISH,
  de: GERMAN,
  pt: PORTUGUESE,
  es: SPANISH,
  fr: FRENCH,
  ja: JAPANESE,
  ko: KOREAN,
}

export function phrasesOf(language: string): Phrases {
  return PHRASES[language] ?? ENGLISH
}

export const TAGS: [string, ...string[]] = [
  'astronomy',
  'bread',
  'cycling',
  'garden',
  'trains',
  'stationery',
  'choir',
  'rain',
]

/** Hosts of linked pages, the most linked first; the domain is reserved and leads nowhere. */
export const SITES: [string, ...string[]] = [
  'news.example.com',
  'video.example.com',
  'gazette.example.org',
  'music.example.net',
  'photos.example.com',
  'orbit-weekly.example.org',
  'recipes.example.net',
  'maps.example.org',
]
