import { resolveModel, type KnownProvider } from './resolve-model';

const anthropic: KnownProvider = {
  name: 'anthropic',
  dialect: 'anthropic',
  aliases: { fast: 'claude-small', smart: 'claude-large' },
};
const ollama: KnownProvider = { name: 'ollama', dialect: 'ollama', aliases: null };
const demo: KnownProvider = {
  name: 'demo',
  dialect: 'any',
  aliases: { fast: 'demo', smart: 'demo' },
};

describe('resolveModel', () => {
  it.each([
    ['demo', 'anthropic', { provider: 'demo', model: 'demo' }],
    ['demo/anything', 'ollama', { provider: 'demo', model: 'demo' }],
    ['claude-x', 'anthropic', { provider: 'anthropic', model: 'claude-x' }],
    ['llama3:8b', 'ollama', { provider: 'ollama', model: 'llama3:8b' }],
    ['hf.co/org/model', 'ollama', { provider: 'ollama', model: 'hf.co/org/model' }],
    ['anthropic/claude-x', 'ollama', { provider: 'anthropic', model: 'claude-x' }],
    ['fast', 'anthropic', { provider: 'anthropic', model: 'claude-small' }],
    ['smart', 'anthropic', { provider: 'anthropic', model: 'claude-large' }],
    ['fast', 'ollama', { provider: 'demo', model: 'demo' }],
  ] as const)('takes %s in the %s dialect to %j', (model, dialect, expected) => {
    expect(resolveModel(model, dialect, [anthropic, ollama, demo])).toEqual(expected);
  });

  it('takes a plain name to the first provider of the dialect that lists it, else to the first', () => {
    const openai: KnownProvider = { name: 'openai', dialect: 'openai', aliases: null };
    const groq: KnownProvider = {
      name: 'groq',
      dialect: 'openai',
      aliases: null,
      knows: (model) => model === 'llama-large',
    };
    const known = [anthropic, openai, groq, demo];
    expect(resolveModel('llama-large', 'openai', known)).toMatchObject({ provider: 'groq' });
    expect(resolveModel('gpt-x', 'openai', known)).toMatchObject({ provider: 'openai' });
    expect(resolveModel('groq/org/gpt-x', 'openai', known)).toEqual({
      provider: 'groq',
      model: 'org/gpt-x',
    });
  });

  it('finds nobody for a name when no provider speaks the dialect', () => {
    expect(resolveModel('claude-x', 'anthropic', [demo])).toBeNull();
    expect(resolveModel('demo', 'anthropic', [anthropic])).toBeNull();
    expect(resolveModel('fast', 'ollama', [ollama])).toBeNull();
  });
});
