export const pair = {}
