import { uuidv7 } from '../database/uuid';

/** Fastify's id generator: ours always, never the client's, so that ids in the log can be trusted. */
export function newRequestId(): string {
  return `req_${uuidv7().replaceAll('-', '')}`;
}
