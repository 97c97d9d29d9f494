import { speakAnthropic } from './anthropic-speech';
import { speakOllama } from './ollama-speech';
import { speakOpenai } from './openai-speech';
import { faultBeforeHead, planReplay, planStream, planWhole, type Step } from './plan';
import type { Scenario } from './scenario';
import type { Head } from './wire';
import { errorBody, type Asked, type Speech } from './speech';

type Dialect = 'anthropic' | 'openai' | 'ollama';

export interface Asking {
  method: string;
  /** Without the query. */
  path: string;
  head: Head;
  body: Record<string, any>;
  scenario: Scenario;
  number: number;
}

/** Chooses what this request gets, as a model server's router would. */
export function answerTo(asking: Asking): Iterable<Step> {
  const { scenario, path } = asking;
  const before = faultBeforeHead(scenario);
  if (before !== undefined) return [{ waitMs: scenario.ttft }, ...before];
  if (scenario.capture !== undefined) return planReplay(scenario.capture, scenario);
  if (scenario.status !== undefined) return planRefusal(asking);
  const speaker = SPEAKERS[path];
  if (speaker !== undefined && asking.method === 'POST') return speak(asking, speaker);
  const known = planned(asking);
  if (known !== undefined) return planWhole(Buffer.from(JSON.stringify(known)), scenario, {});
  const missing = Buffer.from(JSON.stringify(errorBody(dialectOf(path), 404)));
  return planWhole(missing, scenario, { status: 404 });
}

function planRefusal({ path, scenario, head }: Asking): Step[] {
  const { status = 500, retry } = scenario;
  const echo = scenario.echo ? ` ${head.headers['x-api-key']} http://${head.headers.host}/` : '';
  const body = Buffer.from(JSON.stringify(errorBody(dialectOf(path), status, echo)));
  const headers = [`request-id: req_upstream_${status}`];
  if (retry !== undefined) headers.push(`Retry-After: ${retry}`);
  return planWhole(body, scenario, { status, headers });
}

const SPEAKERS: Record<string, { speech: (asked: Asked) => Speech; streams: boolean }> = {
  '/v1/messages': { speech: speakAnthropic, streams: false },
  '/v1/chat/completions': { speech: speakOpenai, streams: false },
  '/api/chat': { speech: (asked) => speakOllama(asked, 'chat'), streams: true },
  '/api/generate': { speech: (asked) => speakOllama(asked, 'generate'), streams: true },
};

/** `streams` says what an absent `stream` means: Ollama streams unless told otherwise. */
function speak(
  { body, scenario, number }: Asking,
  { speech, streams }: { speech: (asked: Asked) => Speech; streams: boolean },
): Iterable<Step> {
  const isStream = typeof body.stream === 'boolean' ? body.stream : streams;
  const model = typeof body.model === 'string' ? body.model : 'unknown';
  const said = speech({ model, stream: isStream, scenario, number, body });
  if (isStream) return planStream(said, scenario);
  return planWhole(Buffer.from(JSON.stringify(said.whole)), scenario, {
    headers: said.headers,
    tokens: scenario.n,
  });
}

function dialectOf(path: string): Dialect {
  if (path.startsWith('/api/')) return 'ollama';
  return path.startsWith('/v1/messages') || path.startsWith('/v1/models') ? 'anthropic' : 'openai';
}

/** Everything that is not an answer of a model. */
function planned({ path, body, scenario }: Asking): unknown {
  const { in: input } = scenario;
  const model = body.model ?? body.name;
  switch (path) {
    case '/v1/messages/count_tokens':
      return { input_tokens: input };
    case '/v1/models':
      return {
        data: ['claude-test-1', 'claude-test-2'].map(anthropicModel),
        has_more: false,
        first_id: 'claude-test-1',
        last_id: 'claude-test-2',
      };
    case '/api/version':
      return { version: '0.99.1' };
    case '/api/tags':
      return { models: ['tiny:latest', 'small:1b'].map(ollamaModel) };
    case '/api/ps':
      return {
        models: [
          {
            ...ollamaModel('tiny:latest'),
            expires_at: '2026-11-21T10:00:00Z',
            size_vram: 0,
            context_length: 4096,
          },
        ],
      };
    case '/api/show':
      return {
        modelfile: '# Modelfile',
        parameters: '',
        template: '{{ .Prompt }}',
        details: ollamaModel(String(model)).details,
        model_info: { 'general.architecture': 'llama', 'llama.context_length': 4096 },
        capabilities: ['completion', 'tools'],
        modified_at: '2026-11-01T00:00:00Z',
      };
    case '/api/embed': {
      const inputs = Array.isArray(body.input) ? body.input : [body.input];
      return {
        model,
        embeddings: inputs.map(() => [0.25, -0.5, 0.125]),
        total_duration: 1_000_000,
        load_duration: 1000,
        prompt_eval_count: input,
      };
    }
    case '/api/embeddings':
      return { embedding: [0.25, -0.5, 0.125] };
    default:
      return path.startsWith('/v1/models/') ? anthropicModel(path.slice(11)) : undefined;
  }
}

function anthropicModel(id: string) {
  return { type: 'model', id, display_name: id.toUpperCase(), created_at: '2026-01-01T00:00:00Z' };
}

function ollamaModel(name: string) {
  return {
    name,
    model: name,
    modified_at: '2026-11-01T00:00:00Z',
    size: 1_001_472,
    digest: 'd'.repeat(64),
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'llama',
      families: ['llama'],
      parameter_size: '500K',
      quantization_level: 'F16',
    },
  };
}
