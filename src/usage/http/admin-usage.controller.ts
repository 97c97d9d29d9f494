import { Controller, Get, Param, Query } from '@nestjs/common';
import { TakesQuery } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { decodeCursor } from '../../common/paging/keyset';
import { Allow } from '../../common/security/allow';
import { UsersService } from '../../users/users.service';
import { UsageService } from '../usage.service';
import { nextCursor, renderAttempt, renderSum } from '../logic/render-usage';
import { adminListQuery } from './usage.schemas';

/** Everybody's usage, for admins. */
@Controller('admin/api/usage')
export class AdminUsageController {
  constructor(
    private readonly usage: UsageService,
    private readonly users: UsersService,
  ) {}

  @Get()
  @Allow('admin')
  @TakesQuery(adminListQuery)
  async ofAll(@Query() query: unknown): Promise<object> {
    const page = await this.page(undefined, query);
    const [[total], byBackend, byModel] = await Promise.all([
      this.usage.sums({}, {}, []),
      this.usage.sums({}, {}, ['provider']),
      this.usage.sums({}, {}, ['model']),
    ]);
    return {
      ...renderSum(total, []),
      by_backend: byBackend.map((sum) => renderSum(sum, ['backend'])),
      by_model: byModel.map((sum) => renderSum(sum, ['model'])),
      ...page,
    };
  }

  /** Throws `user_not_found`. */
  @Get(':userId')
  @Allow('admin')
  @TakesQuery(adminListQuery)
  async ofOne(@Param('userId') userId: string, @Query() query: unknown): Promise<object> {
    const user = await this.users.get(userId);
    const [page, totalTokens] = await Promise.all([
      this.page(user.id, query),
      this.usage.totalTokens(user.id),
    ]);
    return {
      user: { id: user.id, username: user.username, token_limit: user.tokenLimit },
      total_tokens: totalTokens,
      ...page,
    };
  }

  private async page(userId: string | undefined, query: unknown): Promise<object> {
    const { limit, cursor, from, to, backend, model, attempts } = parseBody(adminListQuery, query);
    const page = await this.usage.list(
      {
        userId,
        provider: backend,
        model,
        fromMs: from,
        toMs: to,
        isFinal: attempts === 'true' ? undefined : true,
      },
      limit,
      cursor === undefined ? null : decodeCursor(cursor),
    );
    return { usage_history: page.rows.map(renderAttempt), next_cursor: nextCursor(page) };
  }
}
