import { Controller, Get, Query } from '@nestjs/common';
import { TakesQuery } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { decodeCursor } from '../../common/paging/keyset';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { LedgerService } from '../../ledger/ledger.service';
import { LimitsService } from '../limits.service';
import { renderLimit, type RenderedLimit } from '../logic/render-limit';
import { UsageService } from '../usage.service';
import { GROUPS, nextCursor, renderRecord, renderSum } from '../logic/render-usage';
import { listQuery, statsQuery } from './usage.schemas';

/** The caller's own usage and limits. */
@Controller('api/inference')
export class UsageController {
  constructor(
    private readonly usage: UsageService,
    private readonly limits: LimitsService,
    private readonly ledger: LedgerService,
  ) {}

  @Get('usage')
  @Allow('account:read')
  @TakesQuery(listQuery)
  async list(@CurrentCaller() { userId }: Caller, @Query() query: unknown): Promise<object> {
    const { limit, cursor } = parseBody(listQuery, query);
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const [totalTokens, page] = await Promise.all([
      this.usage.totalTokens(userId),
      this.usage.list({ userId, isFinal: true }, limit, after),
    ]);
    return {
      total_tokens: totalTokens,
      usage_history: page.rows.map(renderRecord),
      next_cursor: nextCursor(page),
    };
  }

  @Get('usage/stats')
  @Allow('account:read')
  @TakesQuery(statsQuery)
  async stats(@CurrentCaller() { userId }: Caller, @Query() query: unknown): Promise<object> {
    const { from, to, groupBy } = parseBody(statsQuery, query);
    const range = { fromMs: from, toMs: to };
    const [[total], sums] = await Promise.all([
      this.usage.sums({ userId }, range, []),
      this.usage.sums(
        { userId },
        range,
        groupBy.map((name) => GROUPS[name]),
      ),
    ]);
    return {
      ...renderSum(total, []),
      group_by: groupBy,
      stats: sums.map((sum) => renderSum(sum, groupBy)),
    };
  }

  @Get('limits')
  @Allow('account:read')
  async listLimits(@CurrentCaller() caller: Caller): Promise<{ limits: RenderedLimit[] }> {
    const claims = this.limits.limitsOf(caller, Date.now());
    return { limits: (await this.ledger.limitStates(claims)).map(renderLimit) };
  }
}
