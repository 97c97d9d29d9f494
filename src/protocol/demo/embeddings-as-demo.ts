import type { Json } from '../chat/read-fields';
import { textOf } from '../chat/text-of';
import { hear } from './conversation';
import { jsonAnswer, type DemoAnswer } from './demo-call';
import { countInput } from './demo-reply';
import { embedText } from './embedding';

/** The demo model's answer to `POST /api/embed`. */
export function embedOllama(body: Json): DemoAnswer {
  const texts = textsOf(body['input']);
  return jsonAnswer({
    model: body['model'] ?? body['name'],
    embeddings: texts.map((text) => embedText(text)),
    total_duration: 0,
    load_duration: 0,
    prompt_eval_count: countTexts(texts),
  });
}

/** The demo model's answer to the older `POST /api/embeddings`. */
export function embedOllamaOnce(body: Json): DemoAnswer {
  return jsonAnswer({ embedding: embedText(textOf(body['prompt'])) });
}

/** The demo model's answer to `POST /embeddings`. */
export function embedOpenAi(body: Json): DemoAnswer {
  const { dimensions, encoding_format: encoding } = body;
  const texts = textsOf(body['input']);
  const tokens = countTexts(texts);
  return jsonAnswer({
    object: 'list',
    model: body['model'],
    data: texts.map((text, index) => {
      const vector = embedText(text, typeof dimensions === 'number' ? dimensions : undefined);
      return {
        object: 'embedding',
        index,
        embedding: encoding === 'base64' ? toBase64(vector) : vector,
      };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** Token numbers are taken for words: the demo has no tokenizer to undo them. */
function textsOf(input: unknown): string[] {
  const isOne = !Array.isArray(input) || typeof input[0] === 'number';
  return (isOne ? [input] : input).map((each: unknown) =>
    typeof each === 'string' ? each : JSON.stringify(each),
  );
}

function countTexts(texts: readonly string[]): number {
  return countInput(texts.map((text) => hear('user', text)));
}

/** 32-bit floats, little end first, as the official SDKs ask for by default. */
function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, at) => bytes.writeFloatLE(value, at * 4));
  return bytes.toString('base64');
}
