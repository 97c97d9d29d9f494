import type { ListedModel } from './listed-model';
import { DEMO_LISTED } from './listed-model';
import {
  renderOllamaModel,
  renderOllamaRunning,
  renderOllamaShow,
  renderOllamaUnion,
} from './ollama-models';
import { renderModel, renderModels } from './v1-models';

const models: ListedModel[] = ['a', 'b', 'c', 'd'].map((id) => ({ ...DEMO_LISTED, id }));

it('has in one entry what both SDK families read', () => {
  expect(renderModel(DEMO_LISTED)).toMatchObject({
    id: 'demo',
    object: 'model',
    type: 'model',
    display_name: 'Demo (offline)',
    created: 1_767_225_600,
    created_at: '2026-01-01T00:00:00Z',
    owned_by: 'coinop',
  });
});

it.each([
  [{}, ['a', 'b', 'c', 'd'], false],
  [{ limit: '2' }, ['a', 'b'], true],
  [{ limit: '2', after_id: 'b' }, ['c', 'd'], false],
  [{ limit: '2', after_id: 'a' }, ['b', 'c'], true],
  [{ limit: '2', before_id: 'd' }, ['b', 'c'], true],
  [{ limit: '3', before_id: 'd' }, ['a', 'b', 'c'], false],
  [{ limit: 'x', after_id: 'nobody' }, ['a', 'b', 'c', 'd'], false],
  [{ limit: '-5' }, ['a', 'b', 'c', 'd'], false],
])('pages by %j', (query, ids, has_more) => {
  expect(renderModels(models, query)).toMatchObject({
    data: ids.map((id) => ({ id })),
    has_more,
    first_id: ids[0],
    last_id: ids.at(-1),
  });
});

it('gives Codex its own list only when it asks', () => {
  expect(renderModels(models)).not.toHaveProperty('models');
  expect(renderModels(models, { client_version: '0.169.0' })).toMatchObject({
    models: [{ slug: 'a' }, { slug: 'b' }, { slug: 'c' }, { slug: 'd' }],
  });
});

it('is an empty list when there is no model', () => {
  expect(renderModels([])).toMatchObject({ data: [], has_more: false, first_id: null });
});

it('shows a model to Ollama clients with the fields they read', () => {
  expect(renderOllamaModel(DEMO_LISTED)).toMatchObject({
    name: 'demo',
    model: 'demo',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    details: { family: 'coinop' },
  });
  expect(renderOllamaRunning(DEMO_LISTED)).toMatchObject({ context_length: 32_768, size_vram: 0 });
  expect(renderOllamaShow(DEMO_LISTED)).toMatchObject({
    capabilities: ['completion', 'embedding'],
    model_info: { 'coinop.context_length': 32_768 },
  });
  expect(renderOllamaUnion([renderOllamaModel(DEMO_LISTED)])).toMatchObject({
    models: [{ name: 'demo' }],
    data: [{ id: 'demo', object: 'model' }],
  });
});
