import { Injectable } from '@nestjs/common';

/** Who can say how many tokens people have used: the usage module, a floor above. */
export interface TokenTotalsSource {
  /** Tokens used in total by user id; users without usage may be missing. */
  totalsByUser(userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/**
 * Where users and auth ask for the tokens used. The usage module binds itself here when it starts, so
 * that calls need not flow up; until then nobody has used anything.
 */
@Injectable()
export class TokenTotals implements TokenTotalsSource {
  private source: TokenTotalsSource = { totalsByUser: async () => new Map() };

  bind(source: TokenTotalsSource): void {
    this.source = source;
  }

  totalsByUser(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.source.totalsByUser(userIds);
  }

  async totalOf(userId: string): Promise<number> {
    return (await this.totalsByUser([userId])).get(userId) ?? 0;
  }
}
