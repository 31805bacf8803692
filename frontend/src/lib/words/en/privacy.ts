/** Texts between backticks are to be written as they stand. */
export const privacy = {
  title: 'Privacy',
  description:
    'What Orrery keeps of the public atproto network, for how long, and how to be left out.',
  lead: 'Orrery reads the public stream of the atproto network: what everybody can see there, and nothing else. It has no accounts and no advertising, and no page asks anybody else for anything. Three cookies remember your time zone and, if you choose them, your language and the appearance. Of who asks, it remembers the address for minutes, to limit how much one may ask.',
  kept: 'What is kept, and for how long',
  hours: (count: number, shown: string) => (count === 1 ? 'one hour' : `${shown} hours`),
  days: (_count: number, shown: string) => `${shown} days`,
  links: {
    term: 'Links',
    span: (span: string) =>
      `Who liked, reposted, answered, quoted, mentioned, followed or blocked whom, when, and how long a text was: for ${span}.`,
    ever: 'Who liked, reposted, answered, quoted, mentioned, followed or blocked whom, when, and how long a text was: for ever.',
    noText: 'Not the text itself.',
    hashOnly: 'Not the text itself, but the hash that names the record.',
  },
  counts: {
    term: 'Counts',
    none: 'None besides the links.',
    text: (days: string, weeks: string) =>
      `How much passed between two accounts: by the hour for ${days} days, by the day for as long again, and of the closest people by the week for ${weeks} weeks.`,
  },
  profiles: {
    term: 'Profiles',
    text: (span: string) =>
      `Handle, name and avatar, as Bluesky shows them to everybody: for about ${span}. Who follows or blocks whom, where a filter asks for it: for an hour.`,
  },
  records: {
    term: 'Records',
    text: 'Whole records only for the minutes it takes to read them, and the newest few of each kind as samples.',
  },
  totals: {
    term: 'Totals',
    text: 'How much is going on in the whole network: for ever, without names.',
  },
  deleted:
    'What you delete goes from the links at once. An account that is deleted goes with all it wrote.',
  out: {
    title: 'If you do not want to be in it',
    post: (post: string) =>
      `Post \`${post}\`. Within a minute you are in no circle, list, picture or search, what you wrote is deleted here, and nothing that you write later is kept. What others wrote to you stays theirs, and is shown to nobody. That you opted out is remembered, with your DID.`,
    back: (post: string) =>
      `To come back, delete the post or post \`${post}\`. It takes no login: only you can post as you.`,
    private:
      'Who asks in Bluesky’s settings not to be shown to people who are not logged in is a dot without a name here, and has no page.',
  },
  own: { title: 'What is kept of you', label: 'Handle or DID', download: 'Download as JSON' },
  questions: 'Questions',
}
