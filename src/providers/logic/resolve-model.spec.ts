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

  it('finds nobody for a name when no provider speaks the dialect', () => {
    expect(resolveModel('claude-x', 'anthropic', [demo])).toBeNull();
    expect(resolveModel('demo', 'anthropic', [anthropic])).toBeNull();
    expect(resolveModel('fast', 'ollama', [ollama])).toBeNull();
  });
});
