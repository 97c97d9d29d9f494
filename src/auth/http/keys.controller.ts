import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { TakesBody } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import type { ApiKeyView } from '../api-key.view';
import { ApiKeys } from '../api-keys';
import { createKeyBody, rotateKeyBody } from './keys.schemas';

@Controller('api/keys')
export class KeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Get()
  @Allow('account:read')
  async list(@CurrentCaller() caller: Caller): Promise<{ keys: object[] }> {
    return { keys: (await this.keys.listOf(caller.userId)).map(renderKey) };
  }

  @Post()
  @Allow('account:write')
  @TakesBody(createKeyBody)
  async create(@CurrentCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const input = parseBody(createKeyBody, body);
    const { key, secret } = await this.keys.create(caller, {
      userId: caller.userId,
      name: input.name,
      scopes: input.scopes,
      models: input.models,
      tokenLimit: input.token_limit,
      expiresAtMs: input.expires_at == null ? null : Date.parse(input.expires_at),
    });
    return { ...renderKey(key), secret };
  }

  @Post(':id/rotate')
  @Allow('account:write')
  @TakesBody(rotateKeyBody)
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<object> {
    const { overlap_seconds: overlapSeconds } = parseBody(rotateKeyBody, body);
    const { key, secret } = await this.keys.rotate(caller, id, overlapSeconds * 1000);
    return { ...renderKey(key), secret };
  }

  @Delete(':id')
  @Allow('account:write')
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
  ): Promise<{ success: true }> {
    await this.keys.revoke(caller, id);
    return { success: true };
  }
}

function renderKey(key: ApiKeyView): object {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    models: key.models,
    token_limit: key.tokenLimit,
    expires_at: toIso(key.expiresAtMs),
    revoked_at: toIso(key.revokedAtMs),
    last_used_at: toIso(key.lastUsedAtMs),
    created_at: toIso(key.createdAtMs),
  };
}

function toIso(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
