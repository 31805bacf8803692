import { defineParams } from '@sveltejs/kit/params'

export const params = defineParams({
  actor: (text) => (/^(@.|did:)/.test(text) ? text : undefined),
  picture: (text) => (/^(svg|png|jpg|csv|json)$/.test(text) ? text : undefined),
})
