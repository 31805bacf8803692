type Side = 'subject' | 'author'
type Type = 'all' | 'like' | 'repost' | 'reply' | 'quote' | 'post' | 'block'

const NAMES: Record<Type, string> = {
  all: 'interactions',
  like: 'likes',
  repost: 'reposts',
  reply: 'replies',
  quote: 'quotes',
  post: 'mentions',
  block: 'blocks',
}

export const top = {
  title: 'Top lists',
  description:
    'Who got and who gave most on Bluesky and the atproto network: likes, reposts, replies, quotes, mentions and blocks, by the hour and by the day.',
  heading: 'Who is at the centre?',
  lead: 'The accounts that got most from others, or did most, in all the network. Each name leads to its circle.',
  choices: 'What is listed',
  type: 'What',
  all: 'All',
  blocks: 'Blocks',
  side: 'Who',
  sides: { subject: 'Who got them', author: 'Who made them' },
  window: 'Time',
  windows: { '24h': '24 hours', '1h': '1 hour' },
  by: 'Order',
  orders: { count: 'By number', partners: 'By different accounts' },
  bots: 'Bots',
  withBots: 'With',
  withoutBots: 'Without',
  bot: 'bot',
  listOf: (side: Side, type: Type) =>
    `${side === 'subject' ? 'Who got' : 'Who made'} most ${NAMES[type]}`,
  span: (from: string, to: string) => `${from} – ${to}`,
  blocksNote: 'Of blocks there are numbers alone: who blocked whom is not kept.',
  hours: {
    label: 'Hour of the list',
    choose: 'Hour',
    now: 'Now',
    go: 'Go',
    before: '← Hour',
    after: 'Hour →',
    dayBefore: '« Day',
    dayAfter: 'Day »',
  },
  columns: {
    rank: 'Rank',
    account: 'Account',
    count: 'Number',
    partners: 'Different accounts',
  },
  noList: 'There is no list of this hour: it is not made yet, or not kept any more.',
  newest: 'The newest list',
  nobody: 'Nobody is on this list: nothing of the kind was seen in that time.',
  everything: 'All interactions of 24 hours',
}
