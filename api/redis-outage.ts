import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ErrorReply,
  MaxCommandRedirectionsError,
  RootNodesUnavailableError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
  TimeoutError,
} from 'redis'

const LOST = [
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  MaxCommandRedirectionsError,
  RootNodesUnavailableError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
  TimeoutError,
]
const BROKEN_SOCKET = /^(ECONN|EPIPE|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT)/
/** A server that is there and does not serve: it starts, fails over or runs a long script. */
const NOT_SERVING = /^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/

/** True where the error means that Redis cannot answer now and probably can later. */
export function isRedisOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof ErrorReply) return NOT_SERVING.test(error.message)
  if (LOST.some((kind) => error instanceof kind)) return true
  return 'code' in error && BROKEN_SOCKET.test(String(error.code))
}
