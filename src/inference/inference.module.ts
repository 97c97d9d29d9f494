import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module';
import { ModelsModule } from '../models/models.module';
import { ProvidersModule } from '../providers/providers.module';
import { UsageModule } from '../usage/usage.module';
import { AnthropicController } from './http/anthropic.controller';
import { DialectFaces } from './http/dialect-faces';
import { ModelsController } from './http/models.controller';
import { OllamaController } from './http/ollama.controller';
import { OpenAiController } from './http/openai.controller';
import { InferenceService } from './inference.service';
import { ModelLists } from './model-lists';
import { MeteredCalls } from './metered-calls';
import { RunningCalls } from './running-calls';
import { UnmeteredCalls } from './unmetered-calls';

@Module({
  imports: [LedgerModule, ModelsModule, ProvidersModule, UsageModule],
  controllers: [AnthropicController, OllamaController, OpenAiController, ModelsController],
  providers: [
    InferenceService,
    ModelLists,
    MeteredCalls,
    UnmeteredCalls,
    RunningCalls,
    DialectFaces,
  ],
  exports: [RunningCalls],
})
export class InferenceModule {}
