export interface Snippet {
  id: string;
  label: string;
  code: string;
}

/** @param origin this server as the browser sees it; @param key the person's own, or a placeholder. */
export function snippets(origin: string, key: string): Snippet[] {
  return [
    {
      id: 'curl',
      label: 'curl',
      code: `curl ${origin}/v1/messages \\
  -H "authorization: Bearer ${key}" \\
  -H "content-type: application/json" \\
  -d '{"model": "demo", "max_tokens": 200, "stream": true,
       "messages": [{"role": "user", "content": "Hello!"}]}' --no-buffer`,
    },
    {
      id: 'anthropic',
      label: '@anthropic-ai/sdk',
      code: `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ baseURL: '${origin}', apiKey: '${key}' });

const stream = client.messages.stream({
  model: 'demo',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'Hello!' }],
});
for await (const event of stream) {
  if (event.type === 'content_block_delta') process.stdout.write(event.delta.text);
}`,
    },
    {
      id: 'ollama',
      label: 'ollama',
      code: `import { Ollama } from 'ollama';

const ollama = new Ollama({
  host: '${origin}/api/inference/ollama',
  headers: { Authorization: 'Bearer ${key}' },
});

const answer = await ollama.chat({
  model: 'demo',
  messages: [{ role: 'user', content: 'Hello!' }],
  stream: true,
});
for await (const part of answer) process.stdout.write(part.message.content);`,
    },
    {
      id: 'env',
      label: 'Environment',
      code: `# Most tools that speak Anthropic's dialect read these two.
export ANTHROPIC_BASE_URL=${origin}
export ANTHROPIC_API_KEY=${key}`,
    },
  ];
}

export const KEY_PLACEHOLDER = 'sk-coinop-…';
