import { uuidv7 } from '../database/uuid';

/**
 * Fastify's id generator: ours always, never the client's, so that ids in the log can be trusted. The
 * same id names the call in the accounts.
 */
export function newRequestId(): string {
  return uuidv7();
}
