import { tidyAddress } from './tidy-address';

describe('tidyAddress', () => {
  it.each([
    ['/v1/messages', '/v1/messages'],
    ['//v1//messages', '/v1/messages'],
    ['/v1/v1/messages', '/v1/messages'],
    ['/v1/v1', '/v1'],
    ['/v1/v1/v1/models?limit=1', '/v1/models?limit=1'],
    ['/api/inference/openai/v1/v1/chat/completions', '/api/inference/openai/v1/chat/completions'],
    ['/api/v1/llm/v1/v1/models', '/api/v1/llm/v1/models'],
    ['/api/v1/llm//v1/models', '/api/v1/llm/v1/models'],
    ['/%6dessages', '/messages'],
    ['/api%5Fkeys/%7Ev1', '/api_keys/~v1'],
    ['/v1/models/a%2Fb%3Ac', '/v1/models/a%2Fb%3Ac'],
    ['/assets/%2e%2e/x', '/assets/%2e%2e/x'],
    ['/%40%5B%60%7B%zz%', '/%40%5B%60%7B%zz%'],
    ['/games/a/v1/v1/b', '/games/a/v1/v1/b'],
    ['/login?next=//a/%6d/v1/v1', '/login?next=//a/%6d/v1/v1'],
    ['/api/inference/ollama/', '/api/inference/ollama'],
    ['/v1/models/?limit=1', '/v1/models?limit=1'],
    ['/', '/'],
    ['/games/a/', '/games/a/'],
    ['*', '*'],
  ])('%s is %s', (written, tidy) => {
    expect(tidyAddress(written)).toBe(tidy);
  });
});
