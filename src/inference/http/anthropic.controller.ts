import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../../common/http/context-request';
import { Allow } from '../../common/security/allow';
import { InferenceService } from '../inference.service';
import { operations } from '../operations';

/** Official SDKs append `/v1/messages` to their base URL, others only `/messages`: both are served everywhere. */
const MESSAGES = [
  'api/inference/anthropic/messages',
  'api/inference/anthropic/v1/messages',
  'v1/messages',
  'messages',
];

@Controller()
export class AnthropicController {
  constructor(private readonly inference: InferenceService) {}

  @Post(MESSAGES)
  @Allow('inference')
  messages(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.messages, request, reply);
  }

  @Post(MESSAGES.map((path) => `${path}/count_tokens`))
  @Allow('inference')
  countTokens(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.countTokens, request, reply);
  }
}
