import { parseRecord } from '../relay/token-count';
import { answerAnthropic, countAnthropic } from './anthropic-answer';
import { jsonAnswer, type DemoAnswer, type DemoCall } from './demo-call';
import { answerOllama, embedOllama, embedOllamaOnce } from './ollama-answer';
import { answerOpenAi, embedOpenAi } from './openai-answer';

type Answerer = (body: Record<string, unknown>, call: DemoCall) => DemoAnswer;

/** By the path that an upstream of each dialect has, below its base URL. */
const ANSWERERS: Readonly<Record<string, Answerer>> = {
  '/v1/messages': answerAnthropic,
  '/v1/messages/count_tokens': countAnthropic,
  '/api/chat': (body, call) => answerOllama(body, call, 'chat'),
  '/api/generate': (body, call) => answerOllama(body, call, 'generate'),
  '/api/embed': embedOllama,
  '/api/embeddings': embedOllamaOnce,
  '/chat/completions': (body, call) => answerOpenAi(body, call, 'chat'),
  '/completions': (body, call) => answerOpenAi(body, call, 'completions'),
  '/embeddings': embedOpenAi,
};

/** The demo model as an upstream of every dialect. `body` has been read by that dialect's readRequest before. */
export function answerAsDemo(path: string, body: Buffer, call: DemoCall): DemoAnswer {
  const answer = ANSWERERS[path.split('?')[0]!];
  const request = parseRecord(body);
  if (answer === undefined || request === null) {
    return jsonAnswer({ error: { message: 'The demo model does not answer this.' } }, 404);
  }
  return answer(request, call);
}
