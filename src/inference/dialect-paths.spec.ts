import { dialectOf } from './dialect-paths';

describe('dialectOf', () => {
  it.each([
    ['/api/inference/anthropic/messages', 'anthropic'],
    ['/api/inference/anthropic/v1/messages/count_tokens', 'anthropic'],
    ['/v1/messages', 'anthropic'],
    ['/messages', 'anthropic'],
    ['/api/inference/ollama/api/chat', 'ollama'],
    ['/api/chat', 'ollama'],
    ['/api/tags', 'ollama'],
    ['/v1/chat/completions', 'openai'],
    ['/api/v1/llm/chat/completions', 'openai'],
    ['/api/inference/openai/v1/models', 'openai'],
    ['/api/inference/usage', null],
    ['/api/keys', null],
    ['/api/chatter', null],
    ['/graphql', null],
  ])('takes %s as %s', (path, dialect) => {
    expect(dialectOf(path)).toBe(dialect);
  });
});
