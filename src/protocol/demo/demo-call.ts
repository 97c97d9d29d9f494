/** What the demo model's renderers need besides the request: it has neither clock nor dice. */
export interface DemoCall {
  /** Unique, without a prefix. */
  id: string;
  createdAtMs: number;
}

/** A whole answer, cut into the pieces in which it is sent: one word each when it is a stream. */
export interface DemoAnswer {
  status: number;
  contentType: string;
  chunks: readonly Buffer[];
}

export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

export function jsonAnswer(body: unknown, status = 200): DemoAnswer {
  return {
    status,
    contentType: 'application/json; charset=utf-8',
    chunks: [Buffer.from(JSON.stringify(body))],
  };
}
