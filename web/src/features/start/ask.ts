import { errorFromBody } from '../../lib/api-error';
import { readEvents } from '../../lib/read-stream';
import { CSRF_HEADER } from '../../lib/rest';

export interface AskedUsage {
  input: number;
  output: number;
}

interface StreamedUsage {
  input_tokens?: number;
  output_tokens?: number;
}

interface StreamedEvent {
  type: string;
  delta?: { text?: string };
  message?: { usage?: StreamedUsage };
  usage?: StreamedUsage;
  error?: { message?: string };
}

/** One streamed call of the Anthropic dialect with the session's cookie. Resolves with what was counted. */
export async function ask(
  { model, prompt }: { model: string; prompt: string },
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<AskedUsage> {
  const response = await fetch('/api/inference/anthropic/messages', {
    method: 'POST',
    signal,
    headers: { ...CSRF_HEADER, 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      max_tokens: 400,
      stream: true,
      messages: [{ role: 'user', content: prompt }],
    }),
  });
  if (!response.ok) {
    throw errorFromBody(
      response.status,
      await response.text(),
      response.headers.get('x-request-id'),
    );
  }
  const usage = { input: 0, output: 0 };
  for await (const { data } of readEvents(response)) {
    const event = JSON.parse(data) as StreamedEvent;
    if (event.type === 'error') throw new Error(event.error?.message ?? 'The stream broke.');
    if (event.delta?.text !== undefined) onText(event.delta.text);
    // The counts come with the first event and are brought up to date by a later one.
    const counted = event.usage ?? event.message?.usage;
    if (counted?.input_tokens !== undefined) usage.input = counted.input_tokens;
    if (counted?.output_tokens !== undefined) usage.output = counted.output_tokens;
  }
  return usage;
}
