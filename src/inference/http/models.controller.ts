import { Controller, Get, Param, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { ollamaPaths, openAiPaths } from '../logic/client-paths';
import { ModelLists } from '../model-lists';
import type { ModelsQuery } from '../../protocol/models/v1-models';

/** One answer for the SDKs of OpenAI and Anthropic, under the base URLs of both. */
const MODELS = [
  ...openAiPaths('models'),
  'api/inference/anthropic/v1/models',
  'api/inference/anthropic/models',
];

@Controller()
export class ModelsController {
  constructor(private readonly lists: ModelLists) {}

  @Get(MODELS)
  @Allow('inference')
  list(@CurrentCaller() caller: Caller, @Query() query: ModelsQuery): Promise<object> {
    return this.lists.list(caller, query);
  }

  /** Ids may hold slashes: clients send them as %2F, people as they are. */
  @Get(MODELS.map((path) => `${path}/*`))
  @Allow('inference')
  get(@CurrentCaller() caller: Caller, @Param('*') id: string): Promise<object> {
    return this.lists.get(caller, id);
  }

  @Get(ollamaPaths('tags'))
  @Allow('inference')
  tags(@CurrentCaller() caller: Caller): Promise<object> {
    return this.lists.ollamaTags(caller);
  }

  @Get('api/inference/ollama/models')
  @Allow('inference')
  ollamaModels(@CurrentCaller() caller: Caller): Promise<object> {
    return this.lists.ollamaModels(caller);
  }

  @Get(ollamaPaths('ps'))
  @Allow('inference')
  running(): Promise<object> {
    return this.lists.ollamaRunning();
  }

  @Get(ollamaPaths('version'))
  @Allow('public')
  version(): Promise<object> {
    return this.lists.ollamaVersion();
  }
}
