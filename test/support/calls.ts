import type { Player } from './bench';
import { RawConnection, rawRequest, type RawAnswer } from './raw-http';

/** Inference calls as bytes, in each dialect, for tests that watch the wire. */
export type Dialect = 'anthropic' | 'ollama';

export interface Wish {
  dialect?: Dialect;
  stream?: boolean;
  /** The most output tokens asked for. */
  max?: number;
  model?: string;
  headers?: Record<string, string>;
}

const PATHS: Record<Dialect, string> = {
  anthropic: '/api/inference/anthropic/messages',
  ollama: '/api/inference/ollama/chat',
};

export function inferenceBody(prompt: string, wish: Wish = {}): Record<string, unknown> {
  const { dialect = 'anthropic', stream = true, max = 1000 } = wish;
  const messages = [{ role: 'user', content: prompt }];
  return dialect === 'anthropic'
    ? { model: wish.model ?? 'claude-test-1', max_tokens: max, stream, messages }
    : { model: wish.model ?? 'tiny:latest', stream, messages, options: { num_predict: max } };
}

export function inferenceRequest(key: string, prompt: string, wish: Wish = {}): Buffer {
  return rawRequest({
    path: PATHS[wish.dialect ?? 'anthropic'],
    headers: { authorization: `Bearer ${key}`, ...wish.headers },
    body: JSON.stringify(inferenceBody(prompt, wish)),
  });
}

/** Sends a call on a connection of its own and leaves the reading to the test. */
export async function openCall(
  url: string,
  player: Pick<Player, 'key'>,
  prompt: string,
  wish: Wish = {},
): Promise<RawConnection> {
  const connection = await RawConnection.open(url);
  connection.write(inferenceRequest(player.key, prompt, wish));
  return connection;
}

export async function call(
  url: string,
  player: Pick<Player, 'key'>,
  prompt: string,
  wish: Wish = {},
): Promise<RawAnswer> {
  const connection = await openCall(url, player, prompt, wish);
  const answer = await connection.answer();
  connection.leave();
  return answer;
}

/** How many of the scripted upstream's tokens are in what a client received. */
export function tokensIn(bytes: Buffer): number {
  return bytes.toString('latin1').match(/"(?:text|content|response)" ?: ?" ?the/gu)?.length ?? 0;
}
